-- Sources that notice trouble, numbers over time, and sales and bookings that are one line.

-- What the owner should know of a source now: at most one of each kind. Gone when it is over.
CREATE TABLE alert (
    source_id BLOB NOT NULL REFERENCES source (id),
    kind TEXT NOT NULL,
    since INTEGER NOT NULL,
    told TEXT NOT NULL,                -- JSON
    dismissed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, kind)
) STRICT, WITHOUT ROWID;

-- A sale or a booking is one line of a timeline, however many events tell of it: the latest leads, the others are folded
-- into it. A booking that was moved goes on under the new one's id; `former_matter` is what it was called.
ALTER TABLE event ADD COLUMN matter TEXT;
ALTER TABLE event ADD COLUMN former_matter TEXT;
ALTER TABLE event ADD COLUMN folded INTEGER NOT NULL DEFAULT 0;
UPDATE event SET
    matter = (SELECT lower(hex(source_id)) FROM delivery WHERE delivery.seq = delivery_seq)
             || ' ' || kind || ' ' || json_extract(said, '$.external_id')
WHERE kind IN ('appointment', 'payment', 'order') AND json_extract(said, '$.external_id') IS NOT NULL
      AND (SELECT preset FROM source JOIN delivery ON source.id = source_id WHERE delivery.seq = delivery_seq) <> 'other';
CREATE INDEX event_matter ON event (contact_seq, matter, happened_at) WHERE matter IS NOT NULL;
CREATE INDEX event_former_matter ON event (contact_seq, former_matter) WHERE former_matter IS NOT NULL;
UPDATE event SET folded = 1
WHERE matter IS NOT NULL AND EXISTS (
    SELECT 1 FROM event AS later
    WHERE later.contact_seq = event.contact_seq AND later.matter = event.matter
          AND (later.happened_at, later.seq) > (event.happened_at, event.seq));

-- Numbers over time. What leaves the log or the contacts stays counted, in quarters of an hour as in `delivery_count`.

-- How long answers took is had from the index alone, too; and when contacts were made, from which source.
DROP INDEX delivery_by_time;
CREATE INDEX delivery_by_time ON delivery (received_at, verdict, source_id, test, body_length, took_micros);
CREATE INDEX contact_by_time ON contact (created_at, source_id);

-- Of deliveries that are no longer in the log.
CREATE TABLE answer_count (
    begins_at INTEGER NOT NULL,
    source_id BLOB NOT NULL,
    up_to INTEGER NOT NULL,            -- microseconds: none of these answers took longer
    count INTEGER NOT NULL,
    micros INTEGER NOT NULL,           -- that they took together
    PRIMARY KEY (begins_at, source_id, up_to)
) STRICT, WITHOUT ROWID;

-- Of contacts that were erased. Counts only: nothing here leads back to anybody.
CREATE TABLE contact_count (
    begins_at INTEGER NOT NULL,
    source_id BLOB NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (begins_at, source_id)
) STRICT, WITHOUT ROWID;

-- How many more deliveries came with a verdict than have it now, where another fell later: `more` of one may be less
-- than nothing. With it, what was counted when it came can be told, which only grows.
CREATE TABLE first_verdict (
    source_id BLOB NOT NULL,
    verdict TEXT NOT NULL,
    more INTEGER NOT NULL,
    PRIMARY KEY (source_id, verdict)
) STRICT, WITHOUT ROWID;

-- What a source's deliveries usually hold, learned from the log after they were filed.
CREATE TABLE shape (
    source_id BLOB PRIMARY KEY REFERENCES source (id),
    read_until INTEGER NOT NULL,       -- the `seq` of the last delivery that it was learned from
    learned TEXT NOT NULL              -- JSON: places, names and looks of values, never a value
) STRICT, WITHOUT ROWID;

-- Deliveries that came without something and are read again, since the mapping follows their shape now. A row is gone
-- when that is done.
CREATE TABLE mending (
    source_id BLOB PRIMARY KEY REFERENCES source (id),
    from_seq INTEGER NOT NULL,
    until_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An event is changed when its delivery is read again with a mapping that follows a changed shape.
CREATE TRIGGER event_words_update AFTER UPDATE OF text, said ON event BEGIN
    INSERT INTO said_words (said_words, rowid, text)
    SELECT 'delete', old.seq, coalesce(json_extract(old.said, '$.text'), old.text) WHERE old.text IS NOT NULL;
    INSERT INTO said_words (rowid, text)
    SELECT new.seq, coalesce(json_extract(new.said, '$.text'), new.text) WHERE new.text IS NOT NULL;
END;
