-- A user's sessions by when they were used last: what a list shows and what a login beyond the limit ends is read from
-- here, however many there are. It begins with user_id, so the index on user_id alone is not needed any more.
CREATE INDEX session_recent ON session (user_id, last_seen_ms, idle_ends_ms);
DROP INDEX session_user;
