# The site's image: web, worker and beat are one, with other commands (compose.yaml).
FROM python:3.11.14-slim-bookworm AS packages
COPY requirements.txt /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --requirement /requirements.txt

FROM python:3.11.14-slim-bookworm
# The newest of what Debian has mended since the image was made.
RUN apt-get update && apt-get upgrade --yes --no-install-recommends && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/tajryiba --create-home tajryiba
COPY --from=packages /venv /venv
WORKDIR /srv/tajryiba
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=lms.settings.production \
    ENV_FILE= \
    VAR_DIR=/var/lib/tajryiba
RUN python -m compileall -q lms courses exchange search manage.py && \
    DJANGO_SETTINGS_MODULE=lms.settings.dev python manage.py compile_catalogues
USER tajryiba
VOLUME /var/lib/tajryiba
EXPOSE 8000
CMD ["gunicorn", "--bind=0.0.0.0:8000"]
