-- Version 5: what most questions ask stands together in indexes, so that they need not look at whole rows, of which those of reports hold the text.

-- When a report was published, by whom, of which story, and whether it is the last version of its address.
CREATE INDEX reports_head ON reports(id, current, published, story, outlet);

-- In which reports there is an actor, and how often it is named there.
DROP INDEX report_actor_rows_form;
CREATE INDEX report_actor_rows_form ON report_actor_rows(form, mentions, code);

-- For whom actors speak in a report.
CREATE INDEX report_actor_rows_for ON report_actor_rows(report, form, party_form) WHERE party_form IS NOT NULL;

-- Issues with all their names.
DROP INDEX position_rows_issue;
CREATE INDEX position_rows_issue ON position_rows(issue, label);

-- Where the events of a report happened, and whether they did.
DROP INDEX event_rows_report;
CREATE INDEX event_rows_report ON event_rows(report, place, status);
