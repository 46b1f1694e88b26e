-- A store of reports, version 1. Names are for people: a table has one row a thing, `…_flat` joins the names.
-- Spans count code points of `reports.text`, the end exclusive.

CREATE TABLE stories (
  id INTEGER PRIMARY KEY,            -- the report of it that was stored first
  title TEXT,                        -- of the earliest report
  first_published TEXT,
  earliest INTEGER,                  -- the report that was published first
  fullest INTEGER,                   -- the report with the most words
  reports INTEGER NOT NULL,          -- copies and versions together
  outlets INTEGER NOT NULL           -- different publishers, an unnamed one counts once
);

CREATE TABLE reports (
  id INTEGER PRIMARY KEY,
  story INTEGER NOT NULL REFERENCES stories(id) DEFERRABLE INITIALLY DEFERRED,
  doc TEXT NOT NULL,                 -- from the content: the same text has the same
  address TEXT NOT NULL,             -- where it came from, with the id that the input gave
  version INTEGER NOT NULL,          -- 1, 2, … of one address
  current INTEGER NOT NULL,          -- 1 for the last version of an address
  title TEXT, outlet TEXT, agency TEXT, byline TEXT, dateline TEXT, language TEXT,
  published TEXT, published_basis TEXT NOT NULL,
  words INTEGER NOT NULL,            -- of the body
  body TEXT NOT NULL,                -- spans of the body as JSON pairs
  marks INTEGER NOT NULL,            -- rows in `shingles`
  text TEXT NOT NULL,
  record BLOB NOT NULL,              -- the record without its text, deflated JSON
  UNIQUE (address, doc)
);
CREATE INDEX reports_story ON reports(story);
CREATE INDEX reports_doc ON reports(doc);
CREATE INDEX reports_published ON reports(published);

-- A sample of the five-word runs of each body, by which copies find each other.
CREATE TABLE shingles (
  hash INTEGER NOT NULL,
  report INTEGER NOT NULL REFERENCES reports(id),
  PRIMARY KEY (hash, report)
) WITHOUT ROWID;

CREATE TABLE actors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  UNIQUE (name, kind)
);

CREATE TABLE report_actors (
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT NOT NULL,               -- `a1` in the record
  actor INTEGER NOT NULL REFERENCES actors(id),
  code TEXT,                         -- CAMEO code as of the report's date
  party INTEGER REFERENCES actors(id),
  roles TEXT,                        -- as stated, "; " between them
  mentions INTEGER NOT NULL,
  PRIMARY KEY (report, local)
) WITHOUT ROWID;
CREATE INDEX report_actors_actor ON report_actors(actor);

CREATE TABLE statements (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT NOT NULL,               -- `s1` in the record
  within INTEGER REFERENCES statements(id) DEFERRABLE INITIALLY DEFERRED,
  source TEXT, cue TEXT, content TEXT NOT NULL,
  kind TEXT NOT NULL, act TEXT NOT NULL, certainty TEXT NOT NULL,
  medium TEXT, occasion TEXT, said_on TEXT,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  same TEXT NOT NULL,                -- alike for the same words in copies of one story
  UNIQUE (report, local)
);
CREATE INDEX statements_act ON statements(act);
CREATE INDEX statements_said_on ON statements(said_on);

CREATE TABLE statement_actors (
  statement INTEGER NOT NULL REFERENCES statements(id),
  role TEXT NOT NULL,                -- speaker or addressee
  place INTEGER NOT NULL,
  actor INTEGER NOT NULL REFERENCES actors(id),
  PRIMARY KEY (statement, role, place)
) WITHOUT ROWID;
CREATE INDEX statement_actors_actor ON statement_actors(actor, role);

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
  same TEXT NOT NULL,
  UNIQUE (report, local)
);
CREATE INDEX events_type ON events(type);
CREATE INDEX events_date ON events(date);

CREATE TABLE event_actors (
  event INTEGER NOT NULL REFERENCES events(id),
  role TEXT NOT NULL,                -- source or target
  place INTEGER NOT NULL,
  actor INTEGER NOT NULL REFERENCES actors(id),
  PRIMARY KEY (event, role, place)
) WITHOUT ROWID;
CREATE INDEX event_actors_actor ON event_actors(actor, role);

CREATE TABLE positions (
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES reports(id),
  holder INTEGER REFERENCES actors(id),
  issue TEXT, label TEXT, stance TEXT, condition TEXT, evidence TEXT, as_of TEXT
);

CREATE TABLE timexes (
  report INTEGER NOT NULL REFERENCES reports(id),
  words TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, "from" TEXT, "to" TEXT,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (report, "start", "end")
) WITHOUT ROWID;

CREATE TABLE places (
  report INTEGER NOT NULL REFERENCES reports(id),
  local TEXT NOT NULL,
  name TEXT, kind TEXT, country TEXT, lat REAL, lon REAL, geonameid INTEGER, mentions INTEGER NOT NULL,
  PRIMARY KEY (report, local)
) WITHOUT ROWID;

CREATE TABLE quantities (
  report INTEGER NOT NULL REFERENCES reports(id),
  words TEXT NOT NULL, low REAL, high REAL, unit TEXT, currency TEXT, about TEXT, conditional INTEGER NOT NULL,
  told_by TEXT,                      -- the `local` of the statement or event that gives it
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (report, "start", "end")
) WITHOUT ROWID;

CREATE VIRTUAL TABLE reports_text USING fts5 (title, text, content = 'reports', content_rowid = 'id');
CREATE VIRTUAL TABLE statements_text USING fts5 (content, content = 'statements', content_rowid = 'id');

CREATE VIEW statements_flat AS
SELECT s.id, r.story, s.report, r.published, r.outlet, r.title,
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'speaker') AS speaker,
  (SELECT p.name FROM statement_actors x JOIN report_actors y ON y.report = s.report AND y.actor = x.actor JOIN actors p ON p.id = y.party
    WHERE x.statement = s.id AND x.role = 'speaker' ORDER BY x.place LIMIT 1) AS party,
  (SELECT group_concat(a.name, '; ') FROM statement_actors x JOIN actors a ON a.id = x.actor WHERE x.statement = s.id AND x.role = 'addressee') AS addressee,
  s.act, s.certainty, s.kind, s.said_on, s.source, s.cue, s.content, s.medium, s.occasion, s.within, s."start", s."end", s.same, r.address
FROM statements s JOIN reports r ON r.id = s.report
WHERE r.current = 1;

CREATE VIEW events_flat AS
SELECT e.id, r.story, e.report, r.published, r.outlet, r.title,
  (SELECT group_concat(a.name, '; ') FROM event_actors x JOIN actors a ON a.id = x.actor WHERE x.event = e.id AND x.role = 'source') AS source,
  (SELECT y.code FROM event_actors x JOIN report_actors y ON y.report = e.report AND y.actor = x.actor
    WHERE x.event = e.id AND x.role = 'source' ORDER BY x.place LIMIT 1) AS source_code,
  e.type, e.mode, e.cameo,
  (SELECT group_concat(a.name, '; ') FROM event_actors x JOIN actors a ON a.id = x.actor WHERE x.event = e.id AND x.role = 'target') AS target,
  (SELECT y.code FROM event_actors x JOIN report_actors y ON y.report = e.report AND y.actor = x.actor
    WHERE x.event = e.id AND x.role = 'target' ORDER BY x.place LIMIT 1) AS target_code,
  e.status, e.date, e.date_basis, p.name AS place, p.country, p.lat, p.lon, e.condition, e.score, e.reported_by, e.evidence, e."start", e."end", e.same, r.address
FROM events e JOIN reports r ON r.id = e.report LEFT JOIN places p ON p.report = e.report AND p.local = e.place
WHERE r.current = 1 AND e.same_as IS NULL;

CREATE VIEW positions_flat AS
SELECT p.id, r.story, p.report, r.published, r.outlet, a.name AS holder, p.issue, p.label, p.stance, p.condition, p.as_of, p.evidence, r.address
FROM positions p JOIN reports r ON r.id = p.report LEFT JOIN actors a ON a.id = p.holder
WHERE r.current = 1;
