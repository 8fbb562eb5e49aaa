"""Which field of a record becomes which of a page."""

# Fields of the page by those of the record, where they are called otherwise.
TEXTS = {
    "title": "title", "summary": "summary", "problem": "problem", "done": "done",
    "what_is_true": "facts", "evidence_reason": "evidence_reason",
    "start": "context.text", "terrain": "context.terrain", "remoteness": "context.remoteness",
    "women": "participation.women", "youth": "participation.youth",
    "minorities": "participation.minorities", "heard": "participation.heard",
    "contact_name": "contact.name",
}  # fmt: skip
FACTS = {
    "level": "level", "status": "status", "is_illustrative": "illustrative", "launch_cost": "launch_cost",
    "population": "context.population", "households": "context.households", "villages": "context.villages",
    "evidence_level": "evidence_level", "open_to_visits": "open_to_visits",
    "started_on": "started", "reviewed_on": "reviewed", "confirmed_on": "confirmed",
    "contact_consented_on": "contact.consented",
    "origin": "origin.name", "origin_address": "origin.address", "origin_authors": "origin.authors",
}  # fmt: skip
BLOCKS = {
    "partners": "partner", "steps": "step", "costs": "cost", "funding": "source", "staff": "staff",
    "equipment": "thing", "legal_basis": "basis", "indicators": "indicator", "difficulties": "difficulty",
    "lessons": "lesson", "repeat_checklist": "item", "do_not_copy_if": "reason", "files": "file",
    "photos": "photo",
}  # fmt: skip
RENAMED = {"date": "measured_on"}  # of a row
