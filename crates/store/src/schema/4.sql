-- Version 4: the hour at which something happened or was said, where the report tells it.
--
-- `clock(x.time)` stands for minutes after midnight as one writes them; all other names are those of version 3.

DROP VIEW statements_flat;
DROP VIEW events_flat;
DROP VIEW statements_as_read;
DROP VIEW events_as_read;
DROP VIEW statements;
DROP VIEW events;

ALTER TABLE statement_rows ADD COLUMN said_at INTEGER;  -- minutes after midnight of `said_on`
ALTER TABLE event_rows ADD COLUMN time INTEGER;         -- minutes after midnight of `date`

-- It holds for whom each actor speaks, so that all can be counted by party without a look at each row of actors.
DROP INDEX report_actor_rows_party;
CREATE INDEX report_actor_rows_party ON report_actor_rows(party_form, form) WHERE party_form IS NOT NULL;

-- An hour belongs to its day: where a person changes that, it goes.

CREATE VIEW statements AS
SELECT s.id, s.report, 's' || s.local AS local, s.within, words_of(s.source) AS source, words_of(s.cue) AS cue, words_of(s.content) AS content,
  word(s.kind) AS kind, word(s.act) AS act, word(s.certainty) AS certainty, words_of(s.medium) AS medium, words_of(s.occasion) AS occasion,
  s.said_on, s."start", s."end", s.same, s.verdict, clock(s.said_at) AS said_at
FROM statement_rows s;

CREATE TRIGGER statements_changed INSTEAD OF UPDATE ON statements BEGIN
  INSERT OR IGNORE INTO words (word) VALUES (NEW.kind), (NEW.act), (NEW.certainty);
  UPDATE statement_rows SET source = NEW.source, cue = NEW.cue, content = NEW.content, medium = NEW.medium, occasion = NEW.occasion,
    kind = number(NEW.kind), act = number(NEW.act), certainty = number(NEW.certainty), said_on = NEW.said_on, said_at = iif(NEW.said_on IS OLD.said_on, said_at, NULL),
    "start" = NEW."start", "end" = NEW."end", verdict = NEW.verdict
  WHERE id = OLD.id;
END;

CREATE VIEW events AS
SELECT s.id, s.report, 'e' || s.local AS local, word(s.type) AS type, word(s.mode) AS mode, word(s.contexts) AS contexts, word(s.cameo) AS cameo,
  word(s.status) AS status, s.date, word(s.date_basis) AS date_basis, 'p' || s.place AS place, words_of(s.condition) AS condition,
  iif(typeof(s.score) = 'integer', s.score / 100.0, s.score) AS score, 's' || s.reported_by AS reported_by, 'e' || s.same_as AS same_as,
  words_of(s.evidence) AS evidence, s."start", s."end", s.same, s.verdict, clock(s.time) AS time
FROM event_rows s;

CREATE TRIGGER events_changed INSTEAD OF UPDATE ON events BEGIN
  INSERT OR IGNORE INTO words (word) VALUES (NEW.type), (NEW.mode), (NEW.contexts), (NEW.cameo), (NEW.status), (NEW.date_basis);
  UPDATE event_rows SET type = number(NEW.type), mode = number(NEW.mode), contexts = number(NEW.contexts), cameo = number(NEW.cameo),
    status = number(NEW.status), date = NEW.date, time = iif(NEW.date IS OLD.date, time, NULL), date_basis = number(NEW.date_basis), place = CAST(substr(NEW.place, 2) AS INTEGER),
    condition = NEW.condition, evidence = NEW.evidence, "start" = NEW."start", "end" = NEW."end", verdict = NEW.verdict
  WHERE id = OLD.id;
END;

-- As in version 3, with the hour as the last column.

CREATE VIEW statements_flat AS
SELECT s.id, r.story, s.report, r.published, r.outlet, r.title,
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'speaker') AS speaker,
  (SELECT p.name FROM statement_actors x JOIN report_actors y ON y.report = s.report AND y.actor = x.actor JOIN actors p ON p.id = y.party
    WHERE x.statement = s.id AND x.role = 'speaker' ORDER BY x.place LIMIT 1) AS party,
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'addressee') AS addressee,
  s.act, s.certainty, s.kind, s.said_on, s.source, s.cue, s.content, s.medium, s.occasion, s.within, s."start", s."end", CAST(s.same AS TEXT) AS same, r.address,
  s.local, s.verdict, coalesce(s.said_on, substr(r.published, 1, 10)) AS day,
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'about') AS about, s.said_at
FROM statements s JOIN reports r ON r.id = s.report
WHERE r.current = 1 AND s.verdict IS NOT 'rejected';

CREATE VIEW events_flat AS
SELECT e.id, r.story, e.report, r.published, r.outlet, r.title,
  (SELECT group_concat(a.name, '; ') FROM event_actors x JOIN actors a ON a.id = x.actor WHERE x.event = e.id AND x.role = 'source') AS source,
  (SELECT y.code FROM event_actors x JOIN report_actors y ON y.report = e.report AND y.actor = x.actor
    WHERE x.event = e.id AND x.role = 'source' ORDER BY x.place LIMIT 1) AS source_code,
  e.type, e.mode, e.cameo,
  (SELECT group_concat(a.name, '; ') FROM event_actors x JOIN actors a ON a.id = x.actor WHERE x.event = e.id AND x.role = 'target') AS target,
  (SELECT y.code FROM event_actors x JOIN report_actors y ON y.report = e.report AND y.actor = x.actor
    WHERE x.event = e.id AND x.role = 'target' ORDER BY x.place LIMIT 1) AS target_code,
  e.status, e.date, e.date_basis, p.name AS place, p.country, p.lat, p.lon, e.condition, e.score, e.reported_by, e.evidence, e."start", e."end", CAST(e.same AS TEXT) AS same, r.address,
  e.contexts, e.local, e.verdict, coalesce(e.date, substr(r.published, 1, 10)) AS day, e.time
FROM events e JOIN reports r ON r.id = e.report LEFT JOIN places p ON p.report = e.report AND p.local = e.place
WHERE r.current = 1 AND e.same_as IS NULL AND e.verdict IS NOT 'rejected';

CREATE VIEW statements_as_read AS
SELECT s.id, r.story, s.report, r.published, r.outlet, r.title,
  iif(o.row IS NULL, (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'speaker'), o.row ->> 'speaker') AS speaker,
  iif(o.row IS NULL, (SELECT p.name FROM statement_actors x JOIN report_actors y ON y.report = s.report AND y.actor = x.actor JOIN actors p ON p.id = y.party
    WHERE x.statement = s.id AND x.role = 'speaker' ORDER BY x.place LIMIT 1), o.row ->> 'party') AS party,
  iif(o.row IS NULL, (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'addressee'), o.row ->> 'addressee') AS addressee,
  iif(o.row IS NULL, s.act, o.row ->> 'act') AS act, iif(o.row IS NULL, s.certainty, o.row ->> 'certainty') AS certainty,
  iif(o.row IS NULL, s.kind, o.row ->> 'kind') AS kind, iif(o.row IS NULL, s.said_on, o.row ->> 'said_on') AS said_on,
  iif(o.row IS NULL, s.source, o.row ->> 'source') AS source, iif(o.row IS NULL, s.cue, o.row ->> 'cue') AS cue,
  iif(o.row IS NULL, s.content, o.row ->> 'content') AS content, iif(o.row IS NULL, s.medium, o.row ->> 'medium') AS medium,
  iif(o.row IS NULL, s.occasion, o.row ->> 'occasion') AS occasion, s.within,
  iif(o.row IS NULL, s."start", o.row ->> 'start') AS "start", iif(o.row IS NULL, s."end", o.row ->> 'end') AS "end", CAST(s.same AS TEXT) AS same, r.address, s.local, s.verdict,
  coalesce(iif(o.row IS NULL, s.said_on, o.row ->> 'said_on'), substr(r.published, 1, 10)) AS day,
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'about') AS about,
  iif(o.row IS NULL, s.said_at, o.row ->> 'said_at') AS said_at
FROM statements s JOIN reports r ON r.id = s.report LEFT JOIN as_read o ON o.report = s.report AND o.kind = 'statement' AND o.local = s.local
WHERE r.current = 1;

CREATE VIEW events_as_read AS
SELECT e.id, r.story, e.report, r.published, r.outlet, r.title,
  iif(o.row IS NULL, (SELECT group_concat(a.name, '; ') FROM event_actors x JOIN actors a ON a.id = x.actor WHERE x.event = e.id AND x.role = 'source'), o.row ->> 'source') AS source,
  iif(o.row IS NULL, (SELECT y.code FROM event_actors x JOIN report_actors y ON y.report = e.report AND y.actor = x.actor
    WHERE x.event = e.id AND x.role = 'source' ORDER BY x.place LIMIT 1), o.row ->> 'source_code') AS source_code,
  iif(o.row IS NULL, e.type, o.row ->> 'type') AS type, iif(o.row IS NULL, e.mode, o.row ->> 'mode') AS mode, iif(o.row IS NULL, e.cameo, o.row ->> 'cameo') AS cameo,
  iif(o.row IS NULL, (SELECT group_concat(a.name, '; ') FROM event_actors x JOIN actors a ON a.id = x.actor WHERE x.event = e.id AND x.role = 'target'), o.row ->> 'target') AS target,
  iif(o.row IS NULL, (SELECT y.code FROM event_actors x JOIN report_actors y ON y.report = e.report AND y.actor = x.actor
    WHERE x.event = e.id AND x.role = 'target' ORDER BY x.place LIMIT 1), o.row ->> 'target_code') AS target_code,
  iif(o.row IS NULL, e.status, o.row ->> 'status') AS status, iif(o.row IS NULL, e.date, o.row ->> 'date') AS date, e.date_basis,
  iif(o.row IS NULL, p.name, o.row ->> 'place') AS place, iif(o.row IS NULL, p.country, o.row ->> 'country') AS country, p.lat, p.lon,
  iif(o.row IS NULL, e.condition, o.row ->> 'condition') AS condition, e.score, e.reported_by,
  iif(o.row IS NULL, e.evidence, o.row ->> 'evidence') AS evidence, iif(o.row IS NULL, e."start", o.row ->> 'start') AS "start",
  iif(o.row IS NULL, e."end", o.row ->> 'end') AS "end", CAST(e.same AS TEXT) AS same, r.address, e.contexts, e.local, e.verdict,
  coalesce(iif(o.row IS NULL, e.date, o.row ->> 'date'), substr(r.published, 1, 10)) AS day,
  iif(o.row IS NULL, e.time, o.row ->> 'time') AS time
FROM events e JOIN reports r ON r.id = e.report LEFT JOIN places p ON p.report = e.report AND p.local = e.place
  LEFT JOIN as_read o ON o.report = e.report AND o.kind = 'event' AND o.local = e.local
WHERE r.current = 1 AND e.same_as IS NULL;

-- What a statement that goes is looked for in: without it SQLite looks through all statements.
CREATE INDEX statement_rows_within ON statement_rows(within) WHERE within IS NOT NULL;

-- Names of which there are new forms, while reports are stored: whose these are is worked out before anybody sees them.
CREATE TABLE unsettled (block TEXT PRIMARY KEY) WITHOUT ROWID;

-- The number of an actor is that of its first form: it says no more of what was stored when.

CREATE TABLE first_forms (actor INTEGER PRIMARY KEY, first INTEGER NOT NULL);
INSERT INTO first_forms SELECT actor, min(id) FROM actor_forms GROUP BY actor;
DELETE FROM actors WHERE id NOT IN (SELECT actor FROM first_forms);
UPDATE actors SET id = -(SELECT n.first FROM first_forms n WHERE n.actor = actors.id);
UPDATE actors SET id = -id;
UPDATE actor_forms SET actor = (SELECT n.first FROM first_forms n WHERE n.actor = actor_forms.actor);
DROP TABLE first_forms;
