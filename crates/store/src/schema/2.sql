-- Version 2: actors across reports, positions with their evidence, what people corrected, and what rereading needs.
-- The tables of findings are made anew; the program fills them from the records. Their columns hold what counts: the
-- machine's reading, or what a person put in its place (`verdict`). The machine's own stays in `reports.record` and,
-- for what was changed, in `as_read`.

DROP VIEW statements_flat;
DROP VIEW events_flat;
DROP VIEW positions_flat;
DROP TABLE statements_text;
DROP TABLE statement_actors;
DROP TABLE event_actors;
DROP TABLE report_actors;
DROP TABLE positions;
DROP TABLE statements;
DROP TABLE events;
DROP TABLE timexes;
DROP TABLE places;
DROP TABLE quantities;
DROP TABLE actors;

-- What has read reports.
CREATE TABLE readers (
  id INTEGER PRIMARY KEY,
  engine TEXT NOT NULL, models TEXT NOT NULL, lexicon TEXT NOT NULL,
  UNIQUE (engine, models, lexicon)
);

ALTER TABLE reports ADD COLUMN document BLOB;  -- what was read, packed without the text; NULL: worked out from the record
ALTER TABLE reports ADD COLUMN reader INTEGER REFERENCES readers(id);
CREATE INDEX reports_reader ON reports(reader);

-- Reports that are to be read anew whatever has read them.
CREATE TABLE stale_reports (report INTEGER PRIMARY KEY REFERENCES reports(id));

-- The sample of five-word runs with 40 bits of each, which tell as much.
CREATE TABLE shingles_2 (
  hash INTEGER NOT NULL,
  report INTEGER NOT NULL REFERENCES reports(id),
  PRIMARY KEY (hash, report)
) WITHOUT ROWID;
INSERT OR IGNORE INTO shingles_2 (hash, report) SELECT (hash >> 24) & 1099511627775, report FROM shingles;
DROP TABLE shingles;
ALTER TABLE shingles_2 RENAME TO shingles;
CREATE INDEX reports_outlet ON reports(outlet);

-- Who is who: one row for everybody, in however many reports and under however many names.
CREATE TABLE actors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,                -- that of the tables of actors, else the fullest in print
  kind TEXT NOT NULL,                -- person, state, organisation, group, place
  named INTEGER NOT NULL             -- 0: known by a description only ("rebels")
);

-- How reports present somebody: each such form belongs to one actor.
CREATE TABLE actor_forms (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, kind TEXT NOT NULL, named INTEGER NOT NULL,
  code TEXT NOT NULL, party TEXT NOT NULL, roles TEXT NOT NULL,  -- '' where the report gives none
  block TEXT NOT NULL,               -- only forms of one block are joined without a person's decision
  key INTEGER NOT NULL UNIQUE,       -- from all of these
  actor INTEGER NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX actor_forms_block ON actor_forms(block);
CREATE INDEX actor_forms_code ON actor_forms(code) WHERE code <> '';
CREATE INDEX actor_forms_actor ON actor_forms(actor);

-- What a person decided of who is who; never deleted, only undone.
CREATE TABLE actor_decisions (
  id INTEGER PRIMARY KEY,
  verdict TEXT NOT NULL,             -- merge: `form` is whoever `other` is; split: `form` is somebody else
  decision INTEGER NOT NULL,         -- rows of one decision have one number
  form INTEGER NOT NULL REFERENCES actor_forms(id),
  other INTEGER REFERENCES actor_forms(id),
  who TEXT NOT NULL, at TEXT NOT NULL, note TEXT,
  undone_by TEXT, undone_at TEXT
);

CREATE TABLE report_actors (
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT NOT NULL,               -- `a1` in the record
  actor INTEGER NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED,
  form INTEGER NOT NULL REFERENCES actor_forms(id),
  code TEXT,                         -- CAMEO code as of the report's date
  party INTEGER REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED,
  party_form INTEGER REFERENCES actor_forms(id),
  roles TEXT,                        -- as stated, "; " between them
  mentions INTEGER NOT NULL,
  verdict TEXT,                      -- confirmed, changed or rejected by a person
  PRIMARY KEY (report, local)
) WITHOUT ROWID;
CREATE INDEX report_actors_actor ON report_actors(actor);
CREATE INDEX report_actors_party ON report_actors(party) WHERE party IS NOT NULL;

CREATE TABLE statements (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT NOT NULL,               -- `s1` in the record
  within INTEGER REFERENCES statements(id) DEFERRABLE INITIALLY DEFERRED,
  source TEXT, cue TEXT, content TEXT NOT NULL,
  kind TEXT NOT NULL, act TEXT NOT NULL, certainty TEXT NOT NULL,
  medium TEXT, occasion TEXT, said_on TEXT,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  same INTEGER NOT NULL,             -- alike for the same words in copies of one story
  verdict TEXT,
  UNIQUE (report, local)
);
CREATE INDEX statements_act ON statements(act);
CREATE INDEX statements_said_on ON statements(said_on) WHERE said_on IS NOT NULL;

CREATE TABLE statement_actors (
  statement INTEGER NOT NULL REFERENCES statements(id),
  role TEXT NOT NULL,                -- speaker, addressee, or about: named in what is said
  place INTEGER NOT NULL,
  actor INTEGER NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED,
  form INTEGER NOT NULL REFERENCES actor_forms(id),
  PRIMARY KEY (statement, role, place)
) WITHOUT ROWID;
CREATE INDEX statement_actors_actor ON statement_actors(actor);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT NOT NULL,               -- `e1` in the record
  type TEXT, mode TEXT, contexts TEXT, cameo TEXT,
  status TEXT, date TEXT, date_basis TEXT, place TEXT, condition TEXT, score REAL,
  reported_by TEXT,                  -- the statement's `local`
  same_as TEXT,                      -- the event's `local`
  evidence TEXT NOT NULL,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  same INTEGER NOT NULL,
  verdict TEXT,
  UNIQUE (report, local)
);
CREATE INDEX events_type ON events(type);
CREATE INDEX events_cameo ON events(cameo);
CREATE INDEX events_date ON events(date) WHERE date IS NOT NULL;

CREATE TABLE event_actors (
  event INTEGER NOT NULL REFERENCES events(id),
  role TEXT NOT NULL,                -- source or target
  place INTEGER NOT NULL,
  actor INTEGER NOT NULL REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED,
  form INTEGER NOT NULL REFERENCES actor_forms(id),
  PRIMARY KEY (event, role, place)
) WITHOUT ROWID;
CREATE INDEX event_actors_actor ON event_actors(actor);

CREATE TABLE positions (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT NOT NULL,               -- `pos1` for the first in the record
  holder INTEGER REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED,
  holder_form INTEGER REFERENCES actor_forms(id),
  issue TEXT NOT NULL,               -- "leave(karim)"
  label TEXT NOT NULL,               -- "Karim leaves office"
  codebook TEXT,                     -- the key of the user's codebook under which it falls
  stance TEXT NOT NULL,
  condition TEXT, condition_kind TEXT,
  basis TEXT NOT NULL,               -- own, deed, reported
  told_by INTEGER REFERENCES actors(id) DEFERRABLE INITIALLY DEFERRED,
  told_by_form INTEGER REFERENCES actor_forms(id),
  as_of TEXT, score REAL,
  evidence TEXT NOT NULL,            -- "s1; e4": statements and events of the record
  words TEXT NOT NULL,               -- what they say
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  same INTEGER NOT NULL,
  verdict TEXT,
  UNIQUE (report, local)
);
CREATE INDEX positions_issue ON positions(issue);
CREATE INDEX positions_holder ON positions(holder);
CREATE INDEX positions_told_by ON positions(told_by) WHERE told_by IS NOT NULL;
CREATE INDEX positions_as_of ON positions(as_of) WHERE as_of IS NOT NULL;

CREATE TABLE position_evidence (
  position INTEGER NOT NULL REFERENCES positions(id),
  place INTEGER NOT NULL,
  statement INTEGER REFERENCES statements(id) DEFERRABLE INITIALLY DEFERRED,
  event INTEGER REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,  -- one of the two
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (position, place)
) WITHOUT ROWID;
CREATE INDEX position_evidence_statement ON position_evidence(statement) WHERE statement IS NOT NULL;
CREATE INDEX position_evidence_event ON position_evidence(event) WHERE event IS NOT NULL;

CREATE TABLE timexes (
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT GENERATED ALWAYS AS ('t' || "start" || '-' || "end") VIRTUAL,  -- `t120-126`, by its place
  words TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, "from" TEXT, "to" TEXT,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  verdict TEXT,
  PRIMARY KEY (report, "start", "end")
) WITHOUT ROWID;

CREATE TABLE places (
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT NOT NULL,
  name TEXT, kind TEXT, country TEXT, lat REAL, lon REAL, geonameid INTEGER, mentions INTEGER NOT NULL,
  verdict TEXT,
  PRIMARY KEY (report, local)
) WITHOUT ROWID;
CREATE INDEX places_name ON places(name);
CREATE INDEX events_place ON events(report, place) WHERE place IS NOT NULL;

-- Each name of a place once for each country, to find it by a part or by the country.
CREATE TABLE place_names (name TEXT NOT NULL, country TEXT NOT NULL, PRIMARY KEY (name, country)) WITHOUT ROWID;

CREATE TABLE quantities (
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT GENERATED ALWAYS AS ('q' || "start" || '-' || "end") VIRTUAL,  -- `q130-142`, by its place
  words TEXT NOT NULL, low REAL, high REAL, unit TEXT, currency TEXT, about TEXT, conditional INTEGER NOT NULL,
  told_by TEXT,                      -- the `local` of the statement or event that gives it
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  verdict TEXT,
  PRIMARY KEY (report, "start", "end")
) WITHOUT ROWID;

-- What people said of findings; never deleted, only undone. They hold for every report with the text `doc`.
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY,
  doc TEXT NOT NULL,
  kind TEXT NOT NULL,                -- statement, event, position, actor, timex, place, quantity
  local TEXT NOT NULL,               -- of the finding in the record that was corrected
  spans TEXT NOT NULL,               -- where it stood, as JSON pairs: by these it is found again after rereading
  label TEXT NOT NULL,               -- tells findings in the same words apart
  verdict TEXT NOT NULL,             -- confirm, change, reject
  field TEXT, value TEXT,            -- of a change; a NULL value empties the field
  was TEXT,                          -- what the machine had read
  who TEXT NOT NULL, at TEXT NOT NULL, note TEXT,
  made_by TEXT,                      -- what had read it
  finding TEXT,                      -- its `local` in the record of today; NULL: nothing there fits any more
  undone_by TEXT, undone_at TEXT
);
CREATE INDEX corrections_doc ON corrections(doc);

-- The row of a finding as the machine read it, where a person changed it.
CREATE TABLE as_read (
  report INTEGER NOT NULL REFERENCES reports(id),
  kind TEXT NOT NULL,
  local TEXT NOT NULL,
  row TEXT NOT NULL,                 -- its columns as a JSON object, actors by name
  PRIMARY KEY (report, kind, local)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE statements_text USING fts5 (content, content = 'statements', content_rowid = 'id', columnsize = 0);
CREATE VIRTUAL TABLE events_text USING fts5 (evidence, content = 'events', content_rowid = 'id', columnsize = 0);
-- Parts of names, offices and parties.
CREATE VIRTUAL TABLE actor_forms_text USING fts5 (name, roles, party, content = 'actor_forms', content_rowid = 'id', columnsize = 0,
  tokenize = 'trigram remove_diacritics 1');

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
