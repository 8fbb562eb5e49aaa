"""What the search engine has not seen of learning is told from the rounds themselves."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("progress", "0001_initial")]
    operations = [
        migrations.AddField("enrolment", "version", models.BigIntegerField(default=1)),
        migrations.AddField("enrolment", "indexed_version", models.BigIntegerField(default=0)),
        migrations.AddConstraint(
            "enrolment",
            models.CheckConstraint(
                condition=Q(indexed_version__lte=F("version")),
                name="no_engine_has_seen_a_round_that_is_not_there_yet",
            ),
        ),
        migrations.AddIndex(
            "enrolment",
            models.Index(
                fields=["id"], condition=Q(indexed_version__lt=F("version")), name="rounds_to_send"
            ),
        ),
    ]
