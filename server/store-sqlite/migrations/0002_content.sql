-- What the home page and the lists show. States are derived from the times, never stored.

CREATE TABLE swiper_image (
    id INTEGER PRIMARY KEY,
    image TEXT NOT NULL,
    title TEXT NOT NULL,
    sort INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE meeting (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    image TEXT NOT NULL,
    address TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL
) STRICT;

-- role: 0 hosts, 1 takes part. A row is an account's (user_id) or a person's of the demo's content (person).
-- visitor: 1 for what the demo gives to its visitors. Such a row counts for its own user and in no public number, so
-- that one visitor of a public demo does not see another.
CREATE TABLE meeting_member (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES user (id) ON DELETE CASCADE,
    person TEXT,
    role INTEGER NOT NULL CHECK (role IN (0, 1)),
    visitor INTEGER NOT NULL DEFAULT 0 CHECK (visitor IN (0, 1)),
    created_ms INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (person IS NULL))
) STRICT;
CREATE UNIQUE INDEX meeting_member_user ON meeting_member (user_id, role, meeting_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX meeting_member_person ON meeting_member (meeting_id, person) WHERE person IS NOT NULL;
CREATE INDEX meeting_member_public ON meeting_member (meeting_id, visitor);

CREATE TABLE vote (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL
) STRICT;

-- role: 0 published it, 1 cast a vote. The rest as in meeting_member.
CREATE TABLE vote_member (
    id INTEGER PRIMARY KEY,
    vote_id INTEGER NOT NULL REFERENCES vote (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES user (id) ON DELETE CASCADE,
    person TEXT,
    role INTEGER NOT NULL CHECK (role IN (0, 1)),
    visitor INTEGER NOT NULL DEFAULT 0 CHECK (visitor IN (0, 1)),
    created_ms INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (person IS NULL))
) STRICT;
CREATE UNIQUE INDEX vote_member_user ON vote_member (user_id, role, vote_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX vote_member_person ON vote_member (vote_id, person) WHERE person IS NOT NULL;
CREATE INDEX vote_member_public ON vote_member (vote_id, role, visitor);
