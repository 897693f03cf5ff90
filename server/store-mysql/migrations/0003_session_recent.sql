-- A user's sessions by when they were used last: what a list shows and what a login beyond the limit ends is read from
-- here, however many there are. It begins with user_id, as the foreign key wants an index to, so the one on user_id alone
-- is not needed any more.
ALTER TABLE session ADD KEY session_recent (user_id, last_seen_ms, idle_ends_ms);
ALTER TABLE session DROP KEY session_of_user;
