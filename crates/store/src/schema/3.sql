-- Version 3: the same in half the room. Tables `…_rows` hold findings; the views of the old names show them as before, and
-- what is changed in these is changed there.
--
-- - A word that returns in many rows is a number of `words`. `word(x.act)` below stands for the word of that number.
-- - What stands in the report's text is told by its place, from the row's `start` on: a number for one stretch (how far after
--   `start`, times 4,096, and its length), JSON pairs of these two for several (as a blob), or else the words themselves.
--   `words_of(x.content)` stands for the words, `placed(x.content)` for words of version 2 told by their place.
-- - Who an actor is stands in `actor_forms` alone.
-- `schema.rs` says what these names and `number`, `half`, `hundredths` and `stretch` stand for.

DROP VIEW statements_flat;
DROP VIEW events_flat;
DROP VIEW positions_flat;
DROP VIEW statements_as_read;
DROP VIEW events_as_read;
DROP VIEW positions_as_read;
DROP VIEW actor_names;
DROP VIEW actor_roles;

CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);  -- `OR IGNORE` leaves out what is NULL, too

CREATE TABLE place_entries (
  id INTEGER PRIMARY KEY,
  name TEXT, kind TEXT, country TEXT, lat REAL, lon REAL, geonameid INTEGER
);
CREATE INDEX place_entries_name ON place_entries(name);

CREATE TABLE report_actor_rows (
  report INTEGER NOT NULL REFERENCES reports(id),
  local INTEGER NOT NULL,            -- 1 for `a1` in the record
  form INTEGER NOT NULL REFERENCES actor_forms(id),
  party_form INTEGER REFERENCES actor_forms(id),
  code TEXT, roles TEXT,             -- NULL: as in the form; '': none
  mentions INTEGER NOT NULL,
  verdict TEXT,
  PRIMARY KEY (report, local)
) WITHOUT ROWID;

CREATE TABLE statement_rows (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  local INTEGER NOT NULL,            -- 1 for `s1` in the record
  within INTEGER REFERENCES statement_rows(id) DEFERRABLE INITIALLY DEFERRED,
  source, cue, content NOT NULL, medium, occasion,
  kind INTEGER NOT NULL, act INTEGER NOT NULL, certainty INTEGER NOT NULL,
  said_on TEXT,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  same INTEGER NOT NULL,
  verdict TEXT
);

CREATE TABLE statement_actor_rows (
  statement INTEGER NOT NULL REFERENCES statement_rows(id),
  role INTEGER NOT NULL,             -- 0 speaker, 1 addressee, 2 about
  place INTEGER NOT NULL,
  form INTEGER NOT NULL REFERENCES actor_forms(id),
  PRIMARY KEY (statement, role, place)
) WITHOUT ROWID;

CREATE TABLE event_rows (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  local INTEGER NOT NULL,            -- 1 for `e1` in the record
  type INTEGER, mode INTEGER, contexts INTEGER, cameo INTEGER,
  status INTEGER, date TEXT, date_basis INTEGER,
  place INTEGER,                     -- 1 for `p1`
  condition, score,                  -- of a score that is hundredths, these
  reported_by INTEGER,               -- 1 for `s1`
  same_as INTEGER,                   -- 1 for `e1`
  evidence NOT NULL,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  same INTEGER NOT NULL,
  verdict TEXT
);

CREATE TABLE event_actor_rows (
  event INTEGER NOT NULL REFERENCES event_rows(id),
  role INTEGER NOT NULL,             -- 0 source, 1 target
  place INTEGER NOT NULL,
  form INTEGER NOT NULL REFERENCES actor_forms(id),
  PRIMARY KEY (event, role, place)
) WITHOUT ROWID;

CREATE TABLE position_rows (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  local INTEGER NOT NULL,            -- 1 for `pos1`
  holder_form INTEGER REFERENCES actor_forms(id),
  issue TEXT NOT NULL, label TEXT NOT NULL, codebook TEXT,
  stance INTEGER NOT NULL, condition TEXT, condition_kind INTEGER, basis INTEGER NOT NULL,
  told_by_form INTEGER REFERENCES actor_forms(id),
  as_of TEXT, score,
  evidence TEXT NOT NULL, words NOT NULL,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  same INTEGER NOT NULL,
  verdict TEXT
);

CREATE TABLE position_evidence_3 (
  position INTEGER NOT NULL REFERENCES position_rows(id),
  place INTEGER NOT NULL,
  statement INTEGER REFERENCES statement_rows(id) DEFERRABLE INITIALLY DEFERRED,
  event INTEGER REFERENCES event_rows(id) DEFERRABLE INITIALLY DEFERRED,  -- one of the two
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (position, place)
) WITHOUT ROWID;

CREATE TABLE timex_rows (
  report INTEGER NOT NULL REFERENCES reports(id),
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  words TEXT,                        -- NULL: what stands there
  type INTEGER NOT NULL, value INTEGER NOT NULL, "from" INTEGER, "to" INTEGER,
  verdict TEXT,
  PRIMARY KEY (report, "start", "end")
) WITHOUT ROWID;

CREATE TABLE place_rows (
  report INTEGER NOT NULL REFERENCES reports(id),
  local INTEGER NOT NULL,            -- 1 for `p1`
  entry INTEGER NOT NULL REFERENCES place_entries(id),
  mentions INTEGER NOT NULL,
  verdict TEXT,
  PRIMARY KEY (report, local)
) WITHOUT ROWID;

CREATE TABLE quantity_rows (
  report INTEGER NOT NULL REFERENCES reports(id),
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  words TEXT,                        -- NULL: what stands there
  low REAL, high REAL, unit INTEGER, currency INTEGER, about, conditional INTEGER NOT NULL,
  told_by TEXT,
  verdict TEXT,
  PRIMARY KEY (report, "start", "end")
) WITHOUT ROWID;

-- What the tables of version 2 hold. Words are told by their place where they stand within the row's stretch.
INSERT OR IGNORE INTO words (word)
  SELECT kind FROM statements UNION SELECT act FROM statements UNION SELECT certainty FROM statements
  UNION SELECT type FROM events WHERE type IS NOT NULL UNION SELECT mode FROM events WHERE mode IS NOT NULL
  UNION SELECT contexts FROM events WHERE contexts IS NOT NULL UNION SELECT cameo FROM events WHERE cameo IS NOT NULL
  UNION SELECT status FROM events WHERE status IS NOT NULL UNION SELECT date_basis FROM events WHERE date_basis IS NOT NULL
  UNION SELECT stance FROM positions UNION SELECT condition_kind FROM positions WHERE condition_kind IS NOT NULL UNION SELECT basis FROM positions
  UNION SELECT type FROM timexes UNION SELECT value FROM timexes UNION SELECT "from" FROM timexes WHERE "from" IS NOT NULL
  UNION SELECT "to" FROM timexes WHERE "to" IS NOT NULL
  UNION SELECT unit FROM quantities WHERE unit IS NOT NULL UNION SELECT currency FROM quantities WHERE currency IS NOT NULL;
INSERT INTO place_entries (name, kind, country, lat, lon, geonameid) SELECT DISTINCT name, kind, country, lat, lon, geonameid FROM places;

INSERT INTO report_actor_rows SELECT x.report, substr(x.local, 2), x.form, x.party_form,
  iif(coalesce(x.code, '') = f.code, NULL, coalesce(x.code, '')), iif(coalesce(x.roles, '') = f.roles, NULL, coalesce(x.roles, '')),
  x.mentions, x.verdict FROM report_actors x JOIN actor_forms f ON f.id = x.form;
INSERT INTO statement_rows SELECT s.id, s.report, substr(s.local, 2), s.within, placed(s.source), placed(s.cue), coalesce(placed(s.content), ''),
  placed(s.medium), placed(s.occasion), number(s.kind), number(s.act), number(s.certainty), s.said_on, s."start", s."end", half(s.same), s.verdict
  FROM statements s JOIN reports r ON r.id = s.report;
INSERT INTO statement_actor_rows SELECT statement, CASE role WHEN 'speaker' THEN 0 WHEN 'addressee' THEN 1 ELSE 2 END, place, form FROM statement_actors;
INSERT INTO event_rows SELECT s.id, s.report, substr(s.local, 2), number(s.type), number(s.mode), number(s.contexts), number(s.cameo), number(s.status), s.date,
  number(s.date_basis), substr(s.place, 2), s.condition, hundredths(s.score), substr(s.reported_by, 2), substr(s.same_as, 2), placed(s.evidence),
  s."start", s."end", half(s.same), s.verdict FROM events s JOIN reports r ON r.id = s.report;
INSERT INTO event_actor_rows SELECT event, role = 'target', place, form FROM event_actors;
INSERT INTO position_rows SELECT s.id, s.report, substr(s.local, 4), s.holder_form, s.issue, s.label, s.codebook, number(s.stance), s.condition,
  number(s.condition_kind), number(s.basis), s.told_by_form, s.as_of, hundredths(s.score), s.evidence, placed(s.words), s."start", s."end", half(s.same), s.verdict
  FROM positions s JOIN reports r ON r.id = s.report;
INSERT INTO position_evidence_3 SELECT position, place, statement, event, "start", "end" FROM position_evidence;
INSERT INTO timex_rows SELECT s.report, s."start", s."end", iif(s.words = substr(r.text, s."start" + 1, s."end" - s."start"), NULL, s.words),
  number(s.type), number(s.value), number(s."from"), number(s."to"), s.verdict FROM timexes s JOIN reports r ON r.id = s.report;
INSERT INTO place_rows SELECT p.report, substr(p.local, 2), (SELECT id FROM place_entries g WHERE g.name IS p.name AND g.kind IS p.kind AND
  g.country IS p.country AND g.lat IS p.lat AND g.lon IS p.lon AND g.geonameid IS p.geonameid), p.mentions, p.verdict FROM places p;
INSERT INTO quantity_rows SELECT s.report, s."start", s."end", iif(s.words = substr(r.text, s."start" + 1, s."end" - s."start"), NULL, s.words),
  s.low, s.high, number(s.unit), number(s.currency), s.about, s.conditional, s.told_by, s.verdict FROM quantities s JOIN reports r ON r.id = s.report;

DROP TABLE position_evidence;
DROP TABLE positions;
DROP TABLE event_actors;
DROP TABLE events;
DROP TABLE statement_actors;
DROP TABLE statements;
DROP TABLE report_actors;
DROP TABLE timexes;
DROP TABLE places;
DROP TABLE place_names;
DROP TABLE quantities;
ALTER TABLE position_evidence_3 RENAME TO position_evidence;

CREATE INDEX report_actor_rows_form ON report_actor_rows(form);
CREATE INDEX report_actor_rows_party ON report_actor_rows(party_form) WHERE party_form IS NOT NULL;
CREATE INDEX statement_rows_report ON statement_rows(report);
CREATE INDEX statement_rows_act ON statement_rows(act);
CREATE INDEX statement_rows_said_on ON statement_rows(said_on) WHERE said_on IS NOT NULL;
CREATE INDEX statement_actor_rows_form ON statement_actor_rows(form);
CREATE INDEX event_rows_report ON event_rows(report);
CREATE INDEX event_rows_type ON event_rows(type);
CREATE INDEX event_rows_cameo ON event_rows(cameo);
CREATE INDEX event_rows_date ON event_rows(date) WHERE date IS NOT NULL;
CREATE INDEX event_actor_rows_form ON event_actor_rows(form);
CREATE INDEX position_rows_report ON position_rows(report);
CREATE INDEX position_rows_issue ON position_rows(issue);
CREATE INDEX position_rows_holder ON position_rows(holder_form);
CREATE INDEX position_rows_told_by ON position_rows(told_by_form) WHERE told_by_form IS NOT NULL;
CREATE INDEX position_rows_as_of ON position_rows(as_of) WHERE as_of IS NOT NULL;
CREATE INDEX position_evidence_statement ON position_evidence(statement) WHERE statement IS NOT NULL;
CREATE INDEX position_evidence_event ON position_evidence(event) WHERE event IS NOT NULL;
CREATE INDEX place_rows_entry ON place_rows(entry);

-- The sample of five-word runs with 31 bits of each.
CREATE TABLE shingles_3 (
  hash INTEGER NOT NULL,
  report INTEGER NOT NULL REFERENCES reports(id),
  PRIMARY KEY (hash, report)
) WITHOUT ROWID;
INSERT OR IGNORE INTO shingles_3 (hash, report) SELECT hash >> 9, report FROM shingles;
DROP TABLE shingles;
ALTER TABLE shingles_3 RENAME TO shingles;

CREATE VIEW report_actors AS
SELECT x.report, 'a' || x.local AS local, f.actor, x.form, nullif(coalesce(x.code, f.code), '') AS code,
  (SELECT p.actor FROM actor_forms p WHERE p.id = x.party_form) AS party, x.party_form, nullif(coalesce(x.roles, f.roles), '') AS roles, x.mentions, x.verdict
FROM report_actor_rows x JOIN actor_forms f ON f.id = x.form;

CREATE TRIGGER report_actors_changed INSTEAD OF UPDATE ON report_actors BEGIN
  UPDATE report_actor_rows SET form = NEW.form, party_form = NEW.party_form, code = coalesce(NEW.code, ''), roles = coalesce(NEW.roles, ''), verdict = NEW.verdict
  WHERE report = OLD.report AND local = CAST(substr(OLD.local, 2) AS INTEGER);
END;

CREATE VIEW statements AS
SELECT s.id, s.report, 's' || s.local AS local, s.within, words_of(s.source) AS source, words_of(s.cue) AS cue, words_of(s.content) AS content,
  word(s.kind) AS kind, word(s.act) AS act, word(s.certainty) AS certainty, words_of(s.medium) AS medium, words_of(s.occasion) AS occasion,
  s.said_on, s."start", s."end", s.same, s.verdict
FROM statement_rows s;

CREATE TRIGGER statements_changed INSTEAD OF UPDATE ON statements BEGIN
  INSERT OR IGNORE INTO words (word) VALUES (NEW.kind), (NEW.act), (NEW.certainty);
  UPDATE statement_rows SET source = NEW.source, cue = NEW.cue, content = NEW.content, medium = NEW.medium, occasion = NEW.occasion,
    kind = number(NEW.kind), act = number(NEW.act), certainty = number(NEW.certainty), said_on = NEW.said_on,
    "start" = NEW."start", "end" = NEW."end", verdict = NEW.verdict
  WHERE id = OLD.id;
END;

CREATE VIEW statement_actors AS
SELECT x.statement, CASE x.role WHEN 0 THEN 'speaker' WHEN 1 THEN 'addressee' ELSE 'about' END AS role, x.place, f.actor, x.form
FROM statement_actor_rows x JOIN actor_forms f ON f.id = x.form;

CREATE TRIGGER statement_actors_added INSTEAD OF INSERT ON statement_actors BEGIN
  INSERT INTO statement_actor_rows VALUES (NEW.statement, CASE NEW.role WHEN 'speaker' THEN 0 WHEN 'addressee' THEN 1 ELSE 2 END, NEW.place, NEW.form);
END;
CREATE TRIGGER statement_actors_changed INSTEAD OF UPDATE ON statement_actors BEGIN
  UPDATE statement_actor_rows SET form = NEW.form
  WHERE statement = OLD.statement AND role = CASE OLD.role WHEN 'speaker' THEN 0 WHEN 'addressee' THEN 1 ELSE 2 END AND place = OLD.place;
END;
CREATE TRIGGER statement_actors_removed INSTEAD OF DELETE ON statement_actors BEGIN
  DELETE FROM statement_actor_rows
  WHERE statement = OLD.statement AND role = CASE OLD.role WHEN 'speaker' THEN 0 WHEN 'addressee' THEN 1 ELSE 2 END AND place = OLD.place;
END;

CREATE VIEW events AS
SELECT s.id, s.report, 'e' || s.local AS local, word(s.type) AS type, word(s.mode) AS mode, word(s.contexts) AS contexts, word(s.cameo) AS cameo,
  word(s.status) AS status, s.date, word(s.date_basis) AS date_basis, 'p' || s.place AS place, words_of(s.condition) AS condition,
  iif(typeof(s.score) = 'integer', s.score / 100.0, s.score) AS score, 's' || s.reported_by AS reported_by, 'e' || s.same_as AS same_as,
  words_of(s.evidence) AS evidence, s."start", s."end", s.same, s.verdict
FROM event_rows s;

CREATE TRIGGER events_changed INSTEAD OF UPDATE ON events BEGIN
  INSERT OR IGNORE INTO words (word) VALUES (NEW.type), (NEW.mode), (NEW.contexts), (NEW.cameo), (NEW.status), (NEW.date_basis);
  UPDATE event_rows SET type = number(NEW.type), mode = number(NEW.mode), contexts = number(NEW.contexts), cameo = number(NEW.cameo),
    status = number(NEW.status), date = NEW.date, date_basis = number(NEW.date_basis), place = CAST(substr(NEW.place, 2) AS INTEGER),
    condition = NEW.condition, evidence = NEW.evidence, "start" = NEW."start", "end" = NEW."end", verdict = NEW.verdict
  WHERE id = OLD.id;
END;

CREATE VIEW event_actors AS
SELECT x.event, iif(x.role, 'target', 'source') AS role, x.place, f.actor, x.form
FROM event_actor_rows x JOIN actor_forms f ON f.id = x.form;

CREATE TRIGGER event_actors_added INSTEAD OF INSERT ON event_actors BEGIN
  INSERT INTO event_actor_rows VALUES (NEW.event, NEW.role = 'target', NEW.place, NEW.form);
END;
CREATE TRIGGER event_actors_changed INSTEAD OF UPDATE ON event_actors BEGIN
  UPDATE event_actor_rows SET form = NEW.form WHERE event = OLD.event AND role = (OLD.role = 'target') AND place = OLD.place;
END;
CREATE TRIGGER event_actors_removed INSTEAD OF DELETE ON event_actors BEGIN
  DELETE FROM event_actor_rows WHERE event = OLD.event AND role = (OLD.role = 'target') AND place = OLD.place;
END;

CREATE VIEW positions AS
SELECT s.id, s.report, 'pos' || s.local AS local, (SELECT f.actor FROM actor_forms f WHERE f.id = s.holder_form) AS holder, s.holder_form,
  s.issue, s.label, s.codebook, word(s.stance) AS stance, s.condition, word(s.condition_kind) AS condition_kind, word(s.basis) AS basis,
  (SELECT f.actor FROM actor_forms f WHERE f.id = s.told_by_form) AS told_by, s.told_by_form, s.as_of,
  iif(typeof(s.score) = 'integer', s.score / 100.0, s.score) AS score, s.evidence, words_of(s.words) AS words, s."start", s."end", s.same, s.verdict
FROM position_rows s;

CREATE TRIGGER positions_changed INSTEAD OF UPDATE ON positions BEGIN
  INSERT OR IGNORE INTO words (word) VALUES (NEW.stance), (NEW.condition_kind), (NEW.basis);
  UPDATE position_rows SET holder_form = NEW.holder_form, issue = NEW.issue, label = NEW.label, codebook = NEW.codebook, stance = number(NEW.stance),
    condition = NEW.condition, condition_kind = number(NEW.condition_kind), basis = number(NEW.basis), told_by_form = NEW.told_by_form, as_of = NEW.as_of,
    words = NEW.words, "start" = NEW."start", "end" = NEW."end", verdict = NEW.verdict
  WHERE id = OLD.id;
END;

CREATE VIEW timexes AS
SELECT s.report, 't' || s."start" || '-' || s."end" AS local, coalesce(s.words, stretch(s)) AS words, word(s.type) AS type, word(s.value) AS value,
  word(s."from") AS "from", word(s."to") AS "to", s."start", s."end", s.verdict
FROM timex_rows s;

CREATE TRIGGER timexes_changed INSTEAD OF UPDATE ON timexes BEGIN
  INSERT OR IGNORE INTO words (word) VALUES (NEW.type), (NEW.value), (NEW."from"), (NEW."to");
  UPDATE timex_rows SET words = NEW.words, type = number(NEW.type), value = number(NEW.value), "from" = number(NEW."from"), "to" = number(NEW."to"),
    verdict = NEW.verdict
  WHERE report = OLD.report AND "start" = OLD."start" AND "end" = OLD."end";
END;

CREATE VIEW places AS
SELECT x.report, 'p' || x.local AS local, (SELECT g.name FROM place_entries g WHERE g.id = x.entry) AS name,
  (SELECT g.kind FROM place_entries g WHERE g.id = x.entry) AS kind, (SELECT g.country FROM place_entries g WHERE g.id = x.entry) AS country,
  (SELECT g.lat FROM place_entries g WHERE g.id = x.entry) AS lat, (SELECT g.lon FROM place_entries g WHERE g.id = x.entry) AS lon,
  (SELECT g.geonameid FROM place_entries g WHERE g.id = x.entry) AS geonameid, x.mentions, x.verdict
FROM place_rows x;

CREATE TRIGGER places_changed INSTEAD OF UPDATE ON places BEGIN
  INSERT INTO place_entries (name, kind, country, lat, lon, geonameid) SELECT NEW.name, NEW.kind, NEW.country, NEW.lat, NEW.lon, NEW.geonameid
    WHERE NOT EXISTS (SELECT 1 FROM place_entries WHERE name IS NEW.name AND kind IS NEW.kind AND country IS NEW.country AND lat IS NEW.lat
      AND lon IS NEW.lon AND geonameid IS NEW.geonameid);
  UPDATE place_rows SET verdict = NEW.verdict, entry = (SELECT id FROM place_entries WHERE name IS NEW.name AND kind IS NEW.kind AND
      country IS NEW.country AND lat IS NEW.lat AND lon IS NEW.lon AND geonameid IS NEW.geonameid)
  WHERE report = OLD.report AND local = CAST(substr(OLD.local, 2) AS INTEGER);
END;

CREATE VIEW quantities AS
SELECT s.report, 'q' || s."start" || '-' || s."end" AS local, coalesce(s.words, stretch(s)) AS words, s.low, s.high, word(s.unit) AS unit,
  word(s.currency) AS currency, words_of(s.about) AS about, s.conditional, s.told_by, s."start", s."end", s.verdict
FROM quantity_rows s;

CREATE TRIGGER quantities_changed INSTEAD OF UPDATE ON quantities BEGIN
  INSERT OR IGNORE INTO words (word) VALUES (NEW.unit), (NEW.currency);
  UPDATE quantity_rows SET words = NEW.words, low = NEW.low, high = NEW.high, unit = number(NEW.unit), currency = number(NEW.currency), about = NEW.about,
    conditional = NEW.conditional, verdict = NEW.verdict
  WHERE report = OLD.report AND "start" = OLD."start" AND "end" = OLD."end";
END;

-- As in version 2: they show the views above.

CREATE VIEW statements_flat AS
SELECT s.id, r.story, s.report, r.published, r.outlet, r.title,
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'speaker') AS speaker,
  (SELECT p.name FROM statement_actors x JOIN report_actors y ON y.report = s.report AND y.actor = x.actor JOIN actors p ON p.id = y.party
    WHERE x.statement = s.id AND x.role = 'speaker' ORDER BY x.place LIMIT 1) AS party,
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'addressee') AS addressee,
  s.act, s.certainty, s.kind, s.said_on, s.source, s.cue, s.content, s.medium, s.occasion, s.within, s."start", s."end", CAST(s.same AS TEXT) AS same, r.address,
  s.local, s.verdict, coalesce(s.said_on, substr(r.published, 1, 10)) AS day,
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'about') AS about
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
  e.contexts, e.local, e.verdict, coalesce(e.date, substr(r.published, 1, 10)) AS day
FROM events e JOIN reports r ON r.id = e.report LEFT JOIN places p ON p.report = e.report AND p.local = e.place
WHERE r.current = 1 AND e.same_as IS NULL AND e.verdict IS NOT 'rejected';

CREATE VIEW positions_flat AS
SELECT p.id, r.story, p.report, r.published, r.outlet, r.title, a.name AS holder,
  (SELECT b.name FROM report_actors y JOIN actors b ON b.id = y.party WHERE y.report = p.report AND y.actor = p.holder ORDER BY y.local LIMIT 1) AS party,
  p.issue, p.label, p.codebook, p.stance, p.condition, p.condition_kind, p.basis, t.name AS told_by, p.as_of, p.score,
  p.evidence, p.words, p."start", p."end", CAST(p.same AS TEXT) AS same, r.address, p.local, p.verdict, coalesce(p.as_of, substr(r.published, 1, 10)) AS day
FROM positions p JOIN reports r ON r.id = p.report LEFT JOIN actors a ON a.id = p.holder LEFT JOIN actors t ON t.id = p.told_by
WHERE r.current = 1 AND p.verdict IS NOT 'rejected';

-- The same as the machine read it, whatever people said of it.

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
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'about') AS about
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
  coalesce(iif(o.row IS NULL, e.date, o.row ->> 'date'), substr(r.published, 1, 10)) AS day
FROM events e JOIN reports r ON r.id = e.report LEFT JOIN places p ON p.report = e.report AND p.local = e.place
  LEFT JOIN as_read o ON o.report = e.report AND o.kind = 'event' AND o.local = e.local
WHERE r.current = 1 AND e.same_as IS NULL;

CREATE VIEW positions_as_read AS
SELECT p.id, r.story, p.report, r.published, r.outlet, r.title, iif(o.row IS NULL, a.name, o.row ->> 'holder') AS holder,
  iif(o.row IS NULL, (SELECT b.name FROM report_actors y JOIN actors b ON b.id = y.party WHERE y.report = p.report AND y.actor = p.holder ORDER BY y.local LIMIT 1), o.row ->> 'party') AS party,
  iif(o.row IS NULL, p.issue, o.row ->> 'issue') AS issue, iif(o.row IS NULL, p.label, o.row ->> 'label') AS label,
  iif(o.row IS NULL, p.codebook, o.row ->> 'codebook') AS codebook, iif(o.row IS NULL, p.stance, o.row ->> 'stance') AS stance,
  iif(o.row IS NULL, p.condition, o.row ->> 'condition') AS condition, iif(o.row IS NULL, p.condition_kind, o.row ->> 'condition_kind') AS condition_kind,
  iif(o.row IS NULL, p.basis, o.row ->> 'basis') AS basis, iif(o.row IS NULL, t.name, o.row ->> 'told_by') AS told_by,
  iif(o.row IS NULL, p.as_of, o.row ->> 'as_of') AS as_of, p.score, p.evidence, p.words, p."start", p."end", CAST(p.same AS TEXT) AS same, r.address, p.local, p.verdict,
  coalesce(iif(o.row IS NULL, p.as_of, o.row ->> 'as_of'), substr(r.published, 1, 10)) AS day
FROM positions p JOIN reports r ON r.id = p.report LEFT JOIN actors a ON a.id = p.holder LEFT JOIN actors t ON t.id = p.told_by
  LEFT JOIN as_read o ON o.report = p.report AND o.kind = 'position' AND o.local = p.local
WHERE r.current = 1;

-- By which names, and in which offices when, reports know an actor.

CREATE VIEW actor_names AS
SELECT f.actor, f.name, count(DISTINCT y.report) AS reports, min(r.published) AS first, max(r.published) AS last
FROM actor_forms f JOIN report_actors y ON y.actor = f.actor AND y.form = f.id JOIN reports r ON r.id = y.report
GROUP BY f.actor, f.name;

CREATE VIEW actor_roles AS
SELECT y.actor, y.roles AS role, p.name AS party, y.code, count(DISTINCT y.report) AS reports, min(r.published) AS first, max(r.published) AS last
FROM report_actors y JOIN reports r ON r.id = y.report LEFT JOIN actors p ON p.id = y.party
WHERE y.roles IS NOT NULL OR y.party IS NOT NULL OR y.code IS NOT NULL
GROUP BY y.actor, y.roles, y.party, y.code;
