-- What the board, the bell and the owner's own hands need.

-- Cards.
ALTER TABLE contact ADD COLUMN stage_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN test INTEGER NOT NULL DEFAULT 0;   -- 1: only test deliveries told of them
-- The appointment and the amount that were told last, and when that was: an older one never replaces a newer one.
ALTER TABLE contact ADD COLUMN appointment_starts_at INTEGER;
ALTER TABLE contact ADD COLUMN appointment_ends_at INTEGER;
ALTER TABLE contact ADD COLUMN appointment_state TEXT;
ALTER TABLE contact ADD COLUMN appointment_told_at INTEGER;
ALTER TABLE contact ADD COLUMN amount_minor INTEGER;
ALTER TABLE contact ADD COLUMN amount_currency TEXT;
ALTER TABLE contact ADD COLUMN amount_told_at INTEGER;
-- The name and the e-mail addresses in one text, as `contact_words` holds it.
ALTER TABLE contact ADD COLUMN known_as TEXT NOT NULL DEFAULT '';

UPDATE contact SET stage_since = created_at;

UPDATE contact SET (appointment_starts_at, appointment_ends_at, appointment_state, appointment_told_at) = (
    SELECT CAST(round(1000 * unixepoch(json_extract(said, '$.appointment.starts_at'), 'subsec')) AS INTEGER),
           CAST(round(1000 * unixepoch(json_extract(said, '$.appointment.ends_at'), 'subsec')) AS INTEGER),
           json_extract(said, '$.appointment.state'),
           happened_at
    FROM event WHERE contact_seq = contact.seq AND json_extract(said, '$.appointment') IS NOT NULL
    ORDER BY happened_at DESC, event.seq DESC LIMIT 1);

UPDATE contact SET (amount_minor, amount_currency, amount_told_at) = (
    SELECT json_extract(said, '$.amount.minor'), json_extract(said, '$.amount.currency'), happened_at
    FROM event WHERE contact_seq = contact.seq AND json_extract(said, '$.amount') IS NOT NULL
    ORDER BY happened_at DESC, event.seq DESC LIMIT 1);

UPDATE contact SET known_as = trim(name || ' ' || coalesce(
    (SELECT group_concat(shown, ' ') FROM contact_handle WHERE contact_seq = contact.seq AND kind = 'email'), ''));

-- Everything by which the board is ordered, filtered and counted: its numbers are had without reading the cards.
DROP INDEX contact_in_stage;
CREATE INDEX contact_in_stage ON contact (
    stage_id, position, archived_at, test, unread, waiting_since, appointment_starts_at, appointment_state, source_id
);
-- Few have these.
CREATE INDEX contact_tests ON contact (stage_id) WHERE test = 1;
CREATE INDEX contact_appointments ON contact (appointment_starts_at) WHERE appointment_starts_at IS NOT NULL;

ALTER TABLE delivery ADD COLUMN test INTEGER NOT NULL DEFAULT 0;

-- The few that are tests are found without a look at the others.
CREATE INDEX contact_test ON contact (seq) WHERE test = 1;
CREATE INDEX delivery_test ON delivery (seq) WHERE test = 1;

-- What the owner did to a contact.
CREATE TABLE act (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    contact_seq INTEGER NOT NULL REFERENCES contact (seq) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    told TEXT,                         -- JSON: what the timeline shows of it; NULL where it shows nothing
    before TEXT NOT NULL               -- JSON: what undoing it restores, and what it must find to do so
) STRICT;

CREATE INDEX act_of_contact ON act (contact_seq, done_at);
CREATE INDEX act_untold ON act (done_at) WHERE told IS NULL;

-- What was not yet told on the desktop: written with the event, removed after the notification service took it.
CREATE TABLE toast (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_seq INTEGER NOT NULL REFERENCES contact (seq) ON DELETE CASCADE,
    arrival TEXT NOT NULL              -- JSON
) STRICT;

CREATE INDEX toast_of_contact ON toast (contact_seq);

-- Full-text search. Both tables hold words and rows alone, no texts (`content = ''`), no places of words in a text
-- (`detail = none`): that is what receiving can afford. The triggers keep them in step, whoever changes a row;
-- `secure-delete` takes the words of what is erased out of the file at once.
--
-- By `contact.seq`.
CREATE VIRTUAL TABLE contact_words USING fts5 (
    text, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 2'
);
-- By `event.seq`, and by `-act.seq` for notes.
CREATE VIRTUAL TABLE said_words USING fts5 (
    text, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO contact_words (contact_words, rank) VALUES ('secure-delete', 1);
INSERT INTO said_words (said_words, rank) VALUES ('secure-delete', 1);

INSERT INTO contact_words (rowid, text) SELECT seq, known_as FROM contact WHERE known_as <> '' ORDER BY seq;
INSERT INTO said_words (rowid, text) SELECT seq, coalesce(json_extract(said, '$.text'), text) FROM event
WHERE text IS NOT NULL ORDER BY seq;

CREATE TRIGGER contact_words_insert AFTER INSERT ON contact WHEN new.known_as <> '' BEGIN
    INSERT INTO contact_words (rowid, text) VALUES (new.seq, new.known_as);
END;
CREATE TRIGGER contact_words_update AFTER UPDATE OF known_as ON contact WHEN new.known_as <> old.known_as BEGIN
    INSERT INTO contact_words (contact_words, rowid, text)
    SELECT 'delete', old.seq, old.known_as WHERE old.known_as <> '';
    INSERT INTO contact_words (rowid, text) SELECT new.seq, new.known_as WHERE new.known_as <> '';
END;
CREATE TRIGGER contact_words_delete AFTER DELETE ON contact WHEN old.known_as <> '' BEGIN
    INSERT INTO contact_words (contact_words, rowid, text) VALUES ('delete', old.seq, old.known_as);
END;
-- An event is never changed.
CREATE TRIGGER event_words_insert AFTER INSERT ON event WHEN new.text IS NOT NULL BEGIN
    INSERT INTO said_words (rowid, text) VALUES (new.seq, coalesce(json_extract(new.said, '$.text'), new.text));
END;
CREATE TRIGGER event_words_delete AFTER DELETE ON event WHEN old.text IS NOT NULL BEGIN
    INSERT INTO said_words (said_words, rowid, text)
    VALUES ('delete', old.seq, coalesce(json_extract(old.said, '$.text'), old.text));
END;
CREATE TRIGGER note_words_insert AFTER INSERT ON act WHEN new.kind = 'note' BEGIN
    INSERT INTO said_words (rowid, text) VALUES (-new.seq, json_extract(new.told, '$.note.text'));
END;
CREATE TRIGGER note_words_delete AFTER DELETE ON act WHEN old.kind = 'note' BEGIN
    INSERT INTO said_words (said_words, rowid, text)
    VALUES ('delete', -old.seq, json_extract(old.told, '$.note.text'));
END;
