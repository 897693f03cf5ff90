-- Times are UTC epoch milliseconds. MySQL commits after every DDL statement, so each one here can be run again: a start
-- that was killed half-way is finished by the next one.
--
-- What identifies somebody is VARBINARY: compared byte for byte, trailing spaces too. (utf8mb4_bin pads with spaces on
-- MySQL and MariaDB, and the collations that do not have another name on each.)

CREATE TABLE IF NOT EXISTS user (
    -- InnoDB keeps the counter: an id is never used again, even after a deletion
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    -- appid, or appid/world in the demo
    realm VARBINARY(255) NOT NULL,
    openid VARBINARY(255) NOT NULL,
    unionid VARBINARY(255),
    nick_name VARCHAR(255) NOT NULL DEFAULT '',
    avatar VARCHAR(2048) NOT NULL DEFAULT '',
    gender BIGINT NOT NULL DEFAULT 0,
    country VARCHAR(255) NOT NULL DEFAULT '',
    province VARCHAR(255) NOT NULL DEFAULT '',
    city VARCHAR(255) NOT NULL DEFAULT '',
    language VARCHAR(255) NOT NULL DEFAULT '',
    country_code VARBINARY(32),
    phone VARBINARY(64),
    level BIGINT NOT NULL DEFAULT 0,
    status BIGINT NOT NULL DEFAULT 0,
    share_user_id BIGINT,
    last_login_ms BIGINT NOT NULL,
    last_login_ip VARCHAR(64) NOT NULL,
    created_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL,
    UNIQUE KEY user_openid (realm, openid),
    -- rows without a phone do not meet: NULL equals nothing
    UNIQUE KEY user_phone (realm, country_code, phone),
    KEY user_share (share_user_id),
    CONSTRAINT user_shared_by FOREIGN KEY (share_user_id) REFERENCES user (id) ON DELETE SET NULL,
    CONSTRAINT user_gender CHECK (gender BETWEEN 0 AND 2),
    CONSTRAINT user_whole_phone CHECK ((country_code IS NULL) = (phone IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row per signed-in device. The token itself is nowhere. idle_ends_ms is never after absolute_ends_ms, so that one
-- index finds what has ended.
CREATE TABLE IF NOT EXISTS session (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    public_id BINARY(16) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    device VARCHAR(255) NOT NULL,
    ip VARCHAR(64) NOT NULL,
    created_ms BIGINT NOT NULL,
    last_seen_ms BIGINT NOT NULL,
    idle_ends_ms BIGINT NOT NULL,
    absolute_ends_ms BIGINT NOT NULL,
    UNIQUE KEY session_token (token_hash),
    UNIQUE KEY session_public (public_id),
    KEY session_of_user (user_id),
    KEY session_ends (idle_ends_ms),
    CONSTRAINT session_of FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE,
    CONSTRAINT session_end CHECK (idle_ends_ms <= absolute_ends_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- session_keys under a master key, newest by id.
CREATE TABLE IF NOT EXISTS session_key (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    key_id VARBINARY(64) NOT NULL,
    sealed VARBINARY(1024) NOT NULL,
    fingerprint BINARY(16) NOT NULL,
    created_ms BIGINT NOT NULL,
    KEY session_key_user (user_id, id),
    KEY session_key_master (key_id),
    KEY session_key_age (created_ms),
    CONSTRAINT session_key_of FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One picture an account. Two accounts may have the same one, hence no unique key.
CREATE TABLE IF NOT EXISTS avatar (
    user_id BIGINT NOT NULL PRIMARY KEY,
    sha256 BINARY(32) NOT NULL,
    mime VARCHAR(64) NOT NULL,
    bytes MEDIUMBLOB NOT NULL,
    created_ms BIGINT NOT NULL,
    KEY avatar_sha256 (sha256),
    CONSTRAINT avatar_of FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
