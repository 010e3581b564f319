-- Sources that notice trouble, numbers over time, and sales and bookings that are one line.

-- What the owner should know of a source now: at most one of each kind. Gone when it is over.
CREATE TABLE alert (
    source_id BLOB NOT NULL REFERENCES source (id),
    kind TEXT NOT NULL,
    since INTEGER NOT NULL,
    told TEXT NOT NULL,                -- JSON
    rang INTEGER NOT NULL DEFAULT 0,   -- 1: the owner was told on the desktop
    dismissed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, kind)
) STRICT, WITHOUT ROWID;
