-- What the home page and the lists show. States are derived from the times, never stored.

CREATE TABLE IF NOT EXISTS swiper_image (
    id BIGINT NOT NULL PRIMARY KEY,
    image VARCHAR(2048) NOT NULL,
    title VARCHAR(255) NOT NULL,
    sort BIGINT NOT NULL DEFAULT 0
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS meeting (
    id BIGINT NOT NULL PRIMARY KEY,
    title VARCHAR(255) NOT NULL,
    image VARCHAR(2048) NOT NULL,
    address VARCHAR(255) NOT NULL,
    start_ms BIGINT NOT NULL,
    end_ms BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- role: 0 hosts, 1 takes part. A row is an account's (user_id) or a person's of the demo's content (person).
-- visitor: 1 for what the demo gives to its visitors. Such a row counts for its own user and in no public number, so
-- that one visitor of a public demo does not see another.
CREATE TABLE IF NOT EXISTS meeting_member (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    meeting_id BIGINT NOT NULL,
    user_id BIGINT,
    person VARCHAR(255),
    role BIGINT NOT NULL,
    visitor BIGINT NOT NULL DEFAULT 0,
    created_ms BIGINT NOT NULL,
    UNIQUE KEY meeting_member_user (user_id, role, meeting_id),
    UNIQUE KEY meeting_member_person (meeting_id, person),
    KEY meeting_member_public (meeting_id, visitor),
    CONSTRAINT meeting_member_at FOREIGN KEY (meeting_id) REFERENCES meeting (id) ON DELETE CASCADE,
    CONSTRAINT meeting_member_who FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE,
    CONSTRAINT meeting_member_role CHECK (role IN (0, 1))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS vote (
    id BIGINT NOT NULL PRIMARY KEY,
    title VARCHAR(255) NOT NULL,
    start_ms BIGINT NOT NULL,
    end_ms BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- role: 0 published it, 1 cast a vote. The rest as in meeting_member.
CREATE TABLE IF NOT EXISTS vote_member (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    vote_id BIGINT NOT NULL,
    user_id BIGINT,
    person VARCHAR(255),
    role BIGINT NOT NULL,
    visitor BIGINT NOT NULL DEFAULT 0,
    created_ms BIGINT NOT NULL,
    UNIQUE KEY vote_member_user (user_id, role, vote_id),
    UNIQUE KEY vote_member_person (vote_id, person),
    KEY vote_member_public (vote_id, role, visitor),
    CONSTRAINT vote_member_at FOREIGN KEY (vote_id) REFERENCES vote (id) ON DELETE CASCADE,
    CONSTRAINT vote_member_who FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE,
    CONSTRAINT vote_member_role CHECK (role IN (0, 1))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
