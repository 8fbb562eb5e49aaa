"""The statement behind the report of a municipality. What is in braces is our own text; values are parameters."""

# here: everybody's memberships in the place, the last of each person first. learned, seen: what these people did,
# wherever they were; of who has left only what was begun or earned here, since what they do now is told to those
# where they are. “Here” in a column's name says that it counts in this place. people: the list before it is
# narrowed. The numbers come with each row, and alone where the list is empty.
STATEMENT = """
WITH here AS (
  SELECT id AS membership_id, person_id, position_id, ended_on,
    (ended_on IS NOT NULL AND ended_on <= %(day)s) AS has_left,
    ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY started_on DESC, id DESC) AS nth
  FROM people_membership
  WHERE {place} AND confirmed_at IS NOT NULL AND started_on <= %(day)s
),
valid AS (
  SELECT id FROM people_membership WHERE {place} AND confirmed_at IS NOT NULL
),
learned AS (
  SELECT person_id,
    MIN(started_at) AS started_at,
    MAX(CASE WHEN NOT has_left OR is_done_here THEN best_percent END) AS percent,
    COUNT(*) AS course_count,
    COUNT(at) AS done_count,
    MAX(at) AS any_at,
    MAX(CASE WHEN is_done_here THEN at END) AS here_at,
    MAX(CASE WHEN is_done_here AND at >= %(since)s THEN at END) AS period_at,
    MAX(CASE WHEN is_begun_here OR is_done_here THEN 1 ELSE 0 END) AS earned,
    COUNT(CASE WHEN at >= %(since)s AND EXISTS (
      SELECT 1 FROM certificates_certificateissue i
      WHERE i.completion_id = rounds.completion_id AND i.membership_id IN (SELECT id FROM valid)
        AND NOT EXISTS (SELECT 1 FROM certificates_certificateissue n WHERE n.supersedes_id = i.id)
        AND NOT EXISTS (SELECT 1 FROM certificates_revocation r WHERE r.issue_id = i.id)
    ) THEN 1 END) AS certificate_count
  FROM (
    SELECT e.person_id, h.has_left, e.started_at, e.best_percent, c.id AS completion_id, c.at,
      e.membership_id IN (SELECT id FROM valid) AS is_begun_here,
      c.membership_id IN (SELECT id FROM valid) AS is_done_here
    FROM here h
    JOIN progress_enrolment e ON e.person_id = h.person_id
    LEFT JOIN progress_coursecompletion c ON c.enrolment_id = e.id AND c.at < %(until)s
      AND (NOT h.has_left OR c.membership_id IN (SELECT id FROM valid) OR EXISTS (
        SELECT 1 FROM certificates_certificateissue i
        WHERE i.completion_id = c.id AND i.membership_id IN (SELECT id FROM valid)
      ))
    WHERE h.nth = 1 AND e.started_at < %(until)s {course}
      AND (NOT h.has_left OR c.id IS NOT NULL OR e.membership_id IN (SELECT id FROM valid) OR EXISTS (
        SELECT 1 FROM progress_modulecompletion m
        WHERE m.enrolment_id = e.id AND m.membership_id IN (SELECT id FROM valid)
      ))
  ) rounds
  GROUP BY person_id
),
seen AS (
  SELECT e.person_id, MAX(a.at) AS seen_at
  FROM here h
  JOIN progress_enrolment e ON e.person_id = h.person_id
  JOIN progress_activitycompletion a ON a.enrolment_id = e.id
  WHERE h.nth = 1 AND a.at < %(until)s {course}
    AND (NOT h.has_left OR a.membership_id IN (SELECT id FROM valid))
  GROUP BY e.person_id
),
people AS (
  SELECT h.membership_id, h.person_id, p.family_name, p.given_name, p.patronymic, h.position_id,
    o."order" AS position_order, p.sex, h.has_left, h.ended_on, l.started_at, s.seen_at, l.any_at,
    COALESCE(l.percent, 0) AS percent, COALESCE(l.course_count, 0) AS course_count,
    COALESCE(l.done_count, 0) AS done_count, COALESCE(l.certificate_count, 0) AS certificate_count,
    CASE
      WHEN l.period_at IS NOT NULL THEN 'completed'
      WHEN l.here_at IS NOT NULL THEN 'earlier'
      WHEN l.any_at IS NOT NULL THEN 'brought'
      WHEN l.started_at IS NULL THEN 'none'
      WHEN COALESCE(s.seen_at, l.started_at) < %(stalled_before)s THEN 'stalled'
      ELSE 'learning'
    END AS standing
  FROM here h
  JOIN people_person p ON p.id = h.person_id
  JOIN people_position o ON o.id = h.position_id
  LEFT JOIN learned l ON l.person_id = h.person_id
  LEFT JOIN seen s ON s.person_id = h.person_id
  WHERE h.nth = 1 AND {people} AND (
    NOT h.has_left OR l.earned = 1 OR l.certificate_count > 0 OR EXISTS (
      SELECT 1 FROM progress_modulecompletion m JOIN progress_enrolment e ON e.id = m.enrolment_id
      WHERE e.person_id = h.person_id AND m.at < %(until)s {course}
        AND m.membership_id IN (SELECT id FROM valid)
    )
  )
),
numbers AS (
  SELECT COUNT(*) AS everybody,
    COUNT(CASE WHEN sex = 'f' THEN 1 END) AS women, COUNT(CASE WHEN sex = 'm' THEN 1 END) AS men,
    COUNT(CASE WHEN certificate_count > 0 THEN 1 END) AS certified,
    COUNT(CASE WHEN standing = 'completed' THEN 1 END) AS completed,
    COUNT(CASE WHEN standing = 'earlier' THEN 1 END) AS earlier,
    COUNT(CASE WHEN standing = 'brought' THEN 1 END) AS brought,
    COUNT(CASE WHEN standing = 'learning' THEN 1 END) AS learning,
    COUNT(CASE WHEN standing = 'stalled' THEN 1 END) AS stalled,
    COUNT(CASE WHEN standing = 'none' THEN 1 END) AS none,
    COUNT(CASE WHEN {narrowing} THEN 1 END) AS narrowed
  FROM people
),
page AS (
  SELECT * FROM people WHERE {narrowing} ORDER BY {order} {pages}
)
SELECT everybody, women, men, certified, completed, earlier, brought, learning, stalled, none,
  person_id, family_name, given_name, patronymic, position_id, sex, has_left, ended_on, standing,
  started_at, seen_at, any_at, percent, course_count, done_count, certificate_count, narrowed
FROM numbers LEFT JOIN page ON 1 = 1
ORDER BY {order}
"""
