"""Everything that is added up, counted again from the rows, one by one and without the queries of the reports."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from courses.catalogue.models import CoursePage
from courses.certificates.models import CertificateIssue, NumberCounter
from courses.progress.completion import percent_of
from courses.progress.models import (
    ActivityCompletion,
    CourseCompletion,
    Enrolment,
    ModuleCompletion,
    MonthCount,
    Requirement,
)
from courses.progress.requirements import binding
from courses.reports.numbers import (
    CERTIFICATES,
    COMPLETED,
    COMPLETIONS,
    HELPED,
    STAFF,
    STARTED,
    Counts,
    count_all,
)
from courses.reports.scopes import Scope
from lms import clock
from lms.people.models import Membership

AT_ONCE = 1000  # enrolments; their rows are in memory together
TOTALS = (STAFF, STARTED, COMPLETED, COMPLETIONS, CERTIFICATES, HELPED)


def differences() -> Iterator[str]:
    """A sentence for each place where what is kept is not what the rows say."""
    yield from check_completions()
    yield from check_certificates()
    yield from check_months()
    yield from check_totals()


def check_completions() -> Iterator[str]:
    """Modules, courses and percentages of every enrolment."""
    rules: dict[UUID, list[Requirement]] = defaultdict(list)
    for row in Requirement.objects.open().order_by("course_key", "position"):
        rules[row.course_key].append(row)
    enrolments = Enrolment.objects.order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(enrolments, AT_ONCE)):
        keys = [each.pk for each in some]
        done: dict[int, dict[UUID, datetime]] = defaultdict(dict)
        for pk, key, at in ActivityCompletion.objects.filter(enrolment__in=keys).values_list(
            "enrolment_id", "activity_key", "at"
        ):
            done[pk][key] = at
        modules: dict[int, dict[UUID, ModuleCompletion]] = defaultdict(dict)
        for module in ModuleCompletion.objects.filter(enrolment__in=keys):
            modules[module.enrolment_id][module.module_key] = module
        courses = {
            each.enrolment_id: each for each in CourseCompletion.objects.filter(enrolment__in=keys)
        }
        for enrolment in some:
            yield from check_enrolment(
                enrolment,
                binding(enrolment, rules[enrolment.course_key]),
                done[enrolment.pk],
                modules[enrolment.pk],
                courses.get(enrolment.pk),
            )


def check_enrolment(
    enrolment: Enrolment,
    required: list[Requirement],
    done: dict[UUID, datetime],
    modules: dict[UUID, ModuleCompletion],
    course: CourseCompletion | None,
) -> Iterator[str]:
    """What one enrolment adds up to. What was once complete stays so, whatever is required now."""
    who = f"Enrolment {enrolment.pk}"
    for key, module in modules.items():
        yield from _check_counted(f"{who}: module {key}", module, done)
    if course is not None:
        yield from _check_counted(f"{who}: the course", course, done)
        if enrolment.best_percent != 100:
            yield f"{who}: the course is complete, but the percentage is {enrolment.best_percent}."
        return
    if enrolment.closed_at is not None:
        return
    percent = percent_of(required, set(done))
    if enrolment.best_percent < percent:
        yield f"{who}: the percentage is {enrolment.best_percent}, but {percent} % are done."
    by_module: dict[UUID, list[UUID]] = defaultdict(list)
    for row in required:
        by_module[row.module_key].append(row.activity_key)
    for key, wanted in by_module.items():
        if key not in modules and all(each in done for each in wanted):
            yield f"{who}: module {key} lacks nothing, but is not complete."
    if required and percent == 100:
        yield f"{who}: the course lacks nothing, but is not complete."


def _check_counted(
    what: str, completion: ModuleCompletion | CourseCompletion, done: dict[UUID, datetime]
) -> Iterator[str]:
    counted = [UUID(key) for key in completion.counted]
    missing = [key for key in counted if key not in done]
    if not counted:
        yield f"{what} is complete, but nothing was counted."
    elif missing:
        yield f"{what} is complete, but these activities are not: {', '.join(map(str, missing))}."
    elif max(done[key] for key in counted) > completion.at:
        yield f"{what} was complete before its last activity."


def check_certificates() -> Iterator[str]:
    """Every completion under a confirmed membership has its certificate, or could have; numbers have no gaps."""
    gone = CourseCompletion.objects.filter(certificates=None, waiting_certificate=None).exclude(
        enrolment__course_key__in=CoursePage.objects.filter(locale=F("source_locale")).values(
            "translation_key"
        )
    )
    for pk in gone.values_list("pk", flat=True):
        yield f"Course completion {pk}: the course is gone, and nothing is kept to issue a certificate from."
    lacking = CourseCompletion.objects.filter(
        membership__confirmed_at__isnull=False, certificates=None
    ).exclude(pk__in=gone.values("pk"))
    for pk in lacking.values_list("pk", flat=True):
        yield f"Course completion {pk} counts, but has no certificate."
    numbers: dict[int, list[int]] = defaultdict(list)
    issues = CertificateIssue.objects.values_list(
        "number", "person_id", "completion__enrolment__person_id", "membership__confirmed_at"
    )
    for number, person, learner, confirmed_at in issues.iterator():
        year, _, place = number.partition("-")
        numbers[int(year)].append(int(place))
        if person != learner:
            yield f"Certificate {number} names another person than the one who completed the course."
        if confirmed_at is None:
            yield f"Certificate {number} was issued under a membership that is not confirmed."
    last = dict(NumberCounter.objects.values_list("year", "last"))
    for year in sorted({*numbers, *last}):
        if sorted(numbers[year]) != list(range(1, last.get(year, 0) + 1)):
            yield f"The numbers of certificates of {year} do not run from 1 to {last.get(year, 0)}."


def check_months() -> Iterator[str]:
    """The counts of months, from each activity again."""
    again: Counter[tuple[int, UUID, date]] = Counter()
    rows = ActivityCompletion.objects.exclude(membership=None).values_list(
        "membership_id", "enrolment__course_key", "at"
    )
    for membership, course, at in rows.iterator(chunk_size=10_000):
        again[membership, course, timezone.localdate(at).replace(day=1)] += 1
    kept = {
        (membership, course, month): count
        for membership, course, month, count in MonthCount.objects.values_list(
            "membership_id", "course_key", "month", "activities"
        ).iterator()
        if count
    }
    for key in sorted({*again, *kept}, key=str):
        if again[key] != kept.get(key, 0):
            membership, course, month = key
            yield (
                f"Membership {membership}, course {course}, {month}: {kept.get(key, 0)} activities are"
                f" counted, but {again[key]} were completed."
            )


def check_totals() -> Iterator[str]:
    """The numbers of the programme, all time, by municipality."""
    scope, today = Scope(), clock.today()
    shown = count_all(scope, today, tuple(number.name for number in TOTALS))
    again = count_again()
    for place in sorted({*shown, *again}, key=lambda pk: pk or 0):
        for number in TOTALS:
            says = shown.get(place, {}).get(number.name, 0)
            rows = again.get(place, {}).get(number.name, 0)
            if says != rows:
                where = f"municipality {place}" if place else "outside"
                yield f"{number.name}, {where}: the report says {says}, the rows say {rows}."


def count_again() -> Counts:
    """The same numbers in plain Python, row by row."""
    today = clock.today()
    found: Counts = defaultdict(lambda: defaultdict(int))
    counts: dict[int, int | None] = {}  # confirmed memberships, and where they are
    staff: dict[int, int | None] = {}  # people, and where they work today
    for each in Membership.objects.exclude(confirmed_at=None):
        counts[each.pk] = each.municipality_id
        if each.started_on <= today and (each.ended_on is None or each.ended_on > today):
            staff[each.person_id] = each.municipality_id
    for place in staff.values():
        found[place]["staff"] += 1
    starts = Enrolment.objects.order_by("started_at", "pk").values_list(
        "person_id", "membership_id"
    )
    _count_first(starts.iterator(), counts, found, "started", "")
    done = CourseCompletion.objects.order_by("at", "pk").values_list(
        "enrolment__person_id", "membership_id"
    )
    _count_first(done.iterator(), counts, found, "completed", "completions")
    replaced = set(CertificateIssue.objects.values_list("supersedes_id", flat=True))
    for pk, membership in CertificateIssue.objects.filter(revocation=None).values_list(
        "pk", "membership_id"
    ):
        if pk not in replaced:
            found[counts[membership]]["certificates"] += 1
    modules = ModuleCompletion.objects.values_list("enrolment__person_id", "membership_id")
    helped = {person for person, membership in modules.iterator() if membership in counts}
    for person, place in staff.items():
        if person in helped:
            found[place]["modules"] += 1
    return found


def _count_first(
    rows: Iterable[tuple[int, int | None]],
    counts: dict[int, int | None],
    found: Counts,
    people: str,
    times: str,
) -> None:
    """Count each person once, at the first row that counts; and, if it has a name, every row."""
    seen: set[int] = set()
    for person, membership in rows:
        if membership not in counts:
            continue
        place = counts[membership]
        if times:
            found[place][times] += 1
        if person not in seen:
            seen.add(person)
            found[place][people] += 1
