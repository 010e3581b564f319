-- Ids are UUIDv7 as 16 bytes; times are milliseconds since 1970 (UTC).

CREATE TABLE business (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    lang TEXT NOT NULL,
    country TEXT NOT NULL,   -- ISO 3166-1 alpha-2
    zone TEXT NOT NULL       -- IANA
) STRICT;

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE board (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    position TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stage (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    board_id BLOB NOT NULL REFERENCES board (id),
    title TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'won', 'lost')),
    position TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX stage_in_order ON stage (board_id, position);

CREATE TABLE source (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    key TEXT NOT NULL UNIQUE,          -- 128 random bits in base32: the secret half of the address
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'removed')),
    allow_get INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE contact (
    seq INTEGER PRIMARY KEY,           -- a short number for indexes and full-text search
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL DEFAULT '',
    name_is_owners INTEGER NOT NULL DEFAULT 0,
    stage_id BLOB NOT NULL REFERENCES stage (id),
    position TEXT NOT NULL,            -- fractional index within the stage
    unread INTEGER NOT NULL DEFAULT 0,
    last_message TEXT,
    last_message_at INTEGER,
    waiting_since INTEGER,
    source_id BLOB REFERENCES source (id),
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE INDEX contact_in_stage ON contact (stage_id, position);

-- What a contact is found by. Each belongs to one contact only.
CREATE TABLE contact_handle (
    kind TEXT NOT NULL,                -- 'phone', 'email', or a platform's name with a colon: 'whatsapp:'
    match_key TEXT NOT NULL,
    contact_seq INTEGER NOT NULL REFERENCES contact (seq) ON DELETE CASCADE,
    shown TEXT NOT NULL,
    verified INTEGER NOT NULL,
    PRIMARY KEY (kind, match_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_handle_of ON contact_handle (contact_seq);

-- "The same person?": two contacts that one delivery named together. `first_seq` is the smaller.
CREATE TABLE same_person (
    first_seq INTEGER NOT NULL REFERENCES contact (seq) ON DELETE CASCADE,
    second_seq INTEGER NOT NULL REFERENCES contact (seq) ON DELETE CASCADE,
    PRIMARY KEY (first_seq, second_seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX same_person_second ON same_person (second_seq);

-- The log: one HTTP request each.
CREATE TABLE delivery (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    source_id BLOB NOT NULL REFERENCES source (id),
    received_at INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    http_status INTEGER NOT NULL,
    detail TEXT,                       -- JSON: a message id of the catalogues and its arguments
    method TEXT NOT NULL,
    sub_path TEXT NOT NULL,
    query TEXT NOT NULL,               -- secrets redacted
    headers TEXT NOT NULL,             -- JSON pairs: those that matter, secrets redacted
    body BLOB,                         -- NULL in the short rows
    body_length INTEGER NOT NULL,
    request_hash BLOB,                 -- keyed hash of the raw request, kept while it waits to be applied
    repeats INTEGER NOT NULL DEFAULT 0,
    duplicate_of BLOB
) STRICT;

CREATE INDEX delivery_waiting ON delivery (source_id, seq) WHERE verdict = 'paused';

-- The timeline: what was filed on a contact.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    contact_seq INTEGER NOT NULL REFERENCES contact (seq) ON DELETE CASCADE,
    delivery_seq INTEGER NOT NULL REFERENCES delivery (seq),
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    text TEXT,
    said TEXT NOT NULL                 -- JSON: the normalised event, whole
) STRICT;

CREATE INDEX event_of_contact ON event (contact_seq, happened_at);
CREATE INDEX event_of_delivery ON event (delivery_seq);

-- Keyed hashes of what was applied. They outlive the log and the contact, so that a sender's late retry does not bring
-- an erased person back.
CREATE TABLE applied (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    first_delivery BLOB NOT NULL,      -- its id, for the answer to a repetition
    expires_at INTEGER                 -- NULL: never
) STRICT, WITHOUT ROWID;

CREATE INDEX applied_expiry ON applied (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE hash_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

-- Refusals that are only counted. `source_id` is X'' where the address led nowhere.
CREATE TABLE refusal (
    day TEXT NOT NULL,                 -- UTC, YYYY-MM-DD
    source_id BLOB NOT NULL,
    http_status INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, source_id, http_status)
) STRICT, WITHOUT ROWID;
