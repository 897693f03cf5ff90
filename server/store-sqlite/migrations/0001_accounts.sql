-- Times are UTC epoch milliseconds. Text is compared byte for byte (BINARY, SQLite's default, spelled out where a
-- mistake would make two users one).

CREATE TABLE user (
    -- AUTOINCREMENT: an id is never used again, even after a deletion
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- appid, or appid/world in the demo
    realm TEXT NOT NULL COLLATE BINARY,
    openid TEXT NOT NULL COLLATE BINARY,
    unionid TEXT COLLATE BINARY,
    nick_name TEXT NOT NULL DEFAULT '',
    avatar TEXT NOT NULL DEFAULT '',
    gender INTEGER NOT NULL DEFAULT 0 CHECK (gender BETWEEN 0 AND 2),
    country TEXT NOT NULL DEFAULT '',
    province TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    country_code TEXT,
    phone TEXT,
    level INTEGER NOT NULL DEFAULT 0,
    status INTEGER NOT NULL DEFAULT 0,
    share_user_id INTEGER REFERENCES user (id) ON DELETE SET NULL,
    last_login_ms INTEGER NOT NULL,
    last_login_ip TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    CHECK ((country_code IS NULL) = (phone IS NULL))
) STRICT;
CREATE UNIQUE INDEX user_openid ON user (realm, openid);
CREATE UNIQUE INDEX user_phone ON user (realm, country_code, phone) WHERE phone IS NOT NULL;
CREATE INDEX user_share ON user (share_user_id) WHERE share_user_id IS NOT NULL;

-- One row per signed-in device. The token itself is nowhere.
CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
    device TEXT NOT NULL,
    ip TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    idle_ends_ms INTEGER NOT NULL,
    absolute_ends_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_user ON session (user_id);

-- session_keys under a master key, newest by id.
CREATE TABLE session_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    key_id TEXT NOT NULL COLLATE BINARY,
    sealed BLOB NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX session_key_user ON session_key (user_id, id);
CREATE INDEX session_key_master ON session_key (key_id);
