-- Who may invite whom. The code itself is not here, only its hash.
CREATE TABLE invitations (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    note TEXT NOT NULL,
    made_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
    revoked_at_ms INTEGER
) STRICT;

-- The engines that have attached. `attach` counts their attaches: only the newest may change the table of keys. One
-- that the operator removed stays here, so that it is refused from then on.
CREATE TABLE addresses (
    address BLOB NOT NULL PRIMARY KEY CHECK (length(address) = 17),
    identity BLOB NOT NULL CHECK (length(identity) = 32),
    sealing_key BLOB NOT NULL CHECK (length(sealing_key) = 32),
    key_table BLOB,
    attach INTEGER NOT NULL,
    invitation BLOB,
    first_seen_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    removed_at_ms INTEGER
) STRICT;
CREATE INDEX addresses_removed ON addresses (address) WHERE removed_at_ms IS NOT NULL;

-- What waits, sealed. The sequence never goes back, so it is the order in which entries came.
CREATE TABLE queue (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    address BLOB NOT NULL CHECK (length(address) = 17),
    id BLOB NOT NULL CHECK (length(id) = 16),
    received_at_ms INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX queue_in_order ON queue (address, sequence);
CREATE INDEX queue_by_age ON queue (received_at_ms);

-- How much waits, for each engine and for all.
CREATE TABLE queue_totals (
    address BLOB NOT NULL PRIMARY KEY,
    entries INTEGER NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;
CREATE TABLE queue_whole (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    entries INTEGER NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;
INSERT INTO queue_whole VALUES (1, 0, 0);

CREATE TRIGGER queue_put AFTER INSERT ON queue BEGIN
    INSERT INTO queue_totals VALUES (new.address, 1, length(new.sealed))
        ON CONFLICT (address) DO UPDATE SET entries = entries + 1, bytes = bytes + excluded.bytes;
    UPDATE queue_whole SET entries = entries + 1, bytes = bytes + length(new.sealed);
END;
CREATE TRIGGER queue_gone AFTER DELETE ON queue BEGIN
    UPDATE queue_totals SET entries = entries - 1, bytes = bytes - length(old.sealed)
        WHERE address = old.address;
    DELETE FROM queue_totals WHERE address = old.address AND entries = 0;
    UPDATE queue_whole SET entries = entries - 1, bytes = bytes - length(old.sealed);
END;
