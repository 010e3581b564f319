-- What came through the tunnel is known by the id that the relay gave it, so that its live and its sealed copy are one.

CREATE TABLE tunnel_delivery (
    id BLOB PRIMARY KEY,               -- the relay's
    delivery_id BLOB NOT NULL,         -- of the line that the answer names; it may be gone from the log
    verdict TEXT NOT NULL,
    http_status INTEGER NOT NULL,
    detail TEXT,                       -- JSON
    received_at INTEGER NOT NULL,      -- by the relay's clock
    gone_at INTEGER NOT NULL,          -- by the relay's clock: from then on the relay has it no more
    forget_at INTEGER NOT NULL         -- by ours
) STRICT, WITHOUT ROWID;

CREATE INDEX tunnel_delivery_gone ON tunnel_delivery (gone_at);
