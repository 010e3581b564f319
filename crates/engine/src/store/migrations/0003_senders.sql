-- Genuine senders: presets, quarantine, details that are fetched, receipts.

ALTER TABLE source ADD COLUMN preset TEXT NOT NULL DEFAULT 'other';
-- How its sender shows that it is genuine: the id of one of the preset's schemes; NULL: the usual one.
ALTER TABLE source ADD COLUMN scheme TEXT;
ALTER TABLE source ADD COLUMN scheme_name TEXT;         -- of the header, parameter or field; NULL: the scheme's own
ALTER TABLE source ADD COLUMN verify_token TEXT;        -- what a handshake must name (Meta); worth nothing afterwards
ALTER TABLE source ADD COLUMN public_url TEXT;          -- under which the sender knows us, where it signs that
ALTER TABLE source ADD COLUMN mapping TEXT;             -- JSON: what the owner said the values are
ALTER TABLE source ADD COLUMN former_key TEXT;          -- the address that was replaced, good until then
ALTER TABLE source ADD COLUMN former_key_until INTEGER;
ALTER TABLE source ADD COLUMN former_secret_until INTEGER;
ALTER TABLE source ADD COLUMN has_secret INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN has_access_token INTEGER NOT NULL DEFAULT 0;
-- Kept beyond the log: when something genuine came for the first time, tests aside.
ALTER TABLE source ADD COLUMN first_delivery_at INTEGER;
UPDATE source SET first_delivery_at = (
    SELECT min(received_at) FROM delivery
    WHERE source_id = source.id AND test = 0
          AND verdict IN ('accepted', 'duplicate', 'ignored', 'unmatched', 'paused'));

ALTER TABLE delivery ADD COLUMN took_micros INTEGER;
-- 1: the sender told an id alone, and its details are not fetched yet.
ALTER TABLE delivery ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;
-- JSON: what the sender signed, by which a replay is known, kept while it waits to be applied. NULL: nothing.
ALTER TABLE delivery ADD COLUMN signed TEXT;
-- How many of its events, in the order in which they are read, were settled; whoever reads it again goes on from there.
-- NULL: none of a delivery that waits, all of any other.
ALTER TABLE delivery ADD COLUMN settled INTEGER;

-- By source; and by verdict, of which accepted ones are most and need no index.
CREATE INDEX delivery_of_source ON delivery (source_id, seq, verdict);
CREATE INDEX delivery_by_verdict ON delivery (verdict, seq) WHERE verdict <> 'accepted';
CREATE INDEX delivery_unmatched ON delivery (source_id, seq) WHERE verdict = 'unmatched';
CREATE INDEX delivery_pending ON delivery (source_id, seq) WHERE pending = 1;
-- Counts and sizes are had from this alone.
CREATE INDEX delivery_by_time ON delivery (received_at, verdict, source_id, test, body_length);

-- What a refused delivery needs to be verified again once the owner corrects the secret. Signatures as they came;
-- tokens only as keyed hashes. The body is the delivery's.
CREATE TABLE quarantine (
    delivery_seq INTEGER PRIMARY KEY REFERENCES delivery (seq) ON DELETE CASCADE,
    source_id BLOB NOT NULL REFERENCES source (id),
    evidence TEXT NOT NULL,            -- JSON
    request_hash BLOB NOT NULL,        -- keyed hash of the raw request
    size INTEGER NOT NULL,             -- bytes
    expires_at INTEGER NOT NULL,
    unjudged INTEGER NOT NULL          -- 1: the secret could not be read when it came
) STRICT;

-- A sender that tries again does not fill it.
CREATE INDEX quarantine_same ON quarantine (request_hash);
CREATE INDEX quarantine_of_source ON quarantine (source_id, delivery_seq);
CREATE INDEX quarantine_expiry ON quarantine (expires_at);
CREATE INDEX quarantine_unjudged ON quarantine (source_id) WHERE unjudged = 1;

-- Of all of them together, in bytes.
CREATE TABLE quarantine_size (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    bytes INTEGER NOT NULL
) STRICT;

INSERT INTO quarantine_size (id, bytes) VALUES (1, 0);

CREATE TRIGGER quarantine_size_insert AFTER INSERT ON quarantine BEGIN
    UPDATE quarantine_size SET bytes = bytes + new.size;
END;
CREATE TRIGGER quarantine_size_delete AFTER DELETE ON quarantine BEGIN
    UPDATE quarantine_size SET bytes = bytes - old.size;
END;

-- Details to be fetched from a sender that told an id alone. A row is removed when its events are filed.
CREATE TABLE fetch (
    seq INTEGER PRIMARY KEY,
    delivery_seq INTEGER NOT NULL REFERENCES delivery (seq) ON DELETE CASCADE,
    source_id BLOB NOT NULL REFERENCES source (id),
    resource TEXT NOT NULL,            -- the name of one of the preset's resources
    resource_id TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER                     -- NULL: waits for the owner (no access token, or a wrong one)
) STRICT;

CREATE INDEX fetch_due ON fetch (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX fetch_of_delivery ON fetch (delivery_seq);
CREATE INDEX fetch_of_source ON fetch (source_id);

-- Of our own messages: the sender's id, which receipts name, and how far the message came.
ALTER TABLE event ADD COLUMN external_id TEXT;
ALTER TABLE event ADD COLUMN receipt TEXT;              -- 'sent', 'delivered', 'read', 'failed'
UPDATE event SET external_id = json_extract(said, '$.external_id') WHERE direction = 'out' AND kind = 'message';
CREATE INDEX event_receipts ON event (external_id) WHERE external_id IS NOT NULL;

-- Deliveries that retention has taken out of the log, so that counts stay. Quarters of an hour, since every zone's
-- hours begin with one.
CREATE TABLE delivery_count (
    begins_at INTEGER NOT NULL,
    source_id BLOB NOT NULL,
    verdict TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (begins_at, source_id, verdict)
) STRICT, WITHOUT ROWID;
