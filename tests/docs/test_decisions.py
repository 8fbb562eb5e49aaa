"""A decision that nobody finds is made again."""

from lms.settings.environment import BASE_DIR

DECISIONS = BASE_DIR / "docs" / "decisions"


def test_every_decision_is_in_the_index_with_its_title():
    index = (DECISIONS / "README.md").read_text()
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    lines = [f"- [{page.read_text().splitlines()[0].lstrip('# ')}]({page.name})" for page in pages]
    assert [line for line in index.splitlines() if line.startswith("- ")] == lines
