-- Sessions get a name for the wire, session_keys a fingerprint, users a picture. The tables are written anew, because
-- SQLite adds no NOT NULL column without a default that all rows would share.

-- public_id: made from the token's hash by the program; here, where the hash function is missing, by dice.
-- idle_ends_ms: never after absolute_ends_ms from now on, so that one index finds what has ended.
CREATE TABLE session_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    public_id BLOB NOT NULL CHECK (length(public_id) = 16),
    token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
    device TEXT NOT NULL,
    ip TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    idle_ends_ms INTEGER NOT NULL,
    absolute_ends_ms INTEGER NOT NULL,
    CHECK (idle_ends_ms <= absolute_ends_ms)
) STRICT;
INSERT INTO sqlite_sequence (name, seq) SELECT 'session_new', seq FROM sqlite_sequence WHERE name = 'session';
INSERT INTO session_new
SELECT id, user_id, randomblob(16), token_hash, device, ip, created_ms, last_seen_ms, min(idle_ends_ms, absolute_ends_ms), absolute_ends_ms
FROM session;
DROP TABLE session;
ALTER TABLE session_new RENAME TO session;
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE UNIQUE INDEX session_public ON session (public_id);
CREATE INDEX session_user ON session (user_id);
CREATE INDEX session_ends ON session (idle_ends_ms);

-- fingerprint: the same for the same session_key of a user under one master key. Rows of before get one that is like no
-- other; they are gone after three days.
CREATE TABLE session_key_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    key_id TEXT NOT NULL COLLATE BINARY,
    sealed BLOB NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 16),
    created_ms INTEGER NOT NULL
) STRICT;
INSERT INTO sqlite_sequence (name, seq) SELECT 'session_key_new', seq FROM sqlite_sequence WHERE name = 'session_key';
INSERT INTO session_key_new SELECT id, user_id, key_id, sealed, randomblob(16), created_ms FROM session_key;
DROP TABLE session_key;
ALTER TABLE session_key_new RENAME TO session_key;
CREATE INDEX session_key_user ON session_key (user_id, id);
CREATE INDEX session_key_master ON session_key (key_id);
CREATE INDEX session_key_age ON session_key (created_ms);

-- One picture an account. Two accounts may have the same one, hence no unique index.
CREATE TABLE avatar (
    user_id INTEGER PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    mime TEXT NOT NULL,
    bytes BLOB NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX avatar_sha256 ON avatar (sha256);
