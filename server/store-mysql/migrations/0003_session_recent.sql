-- A user's sessions by when they were used last: what a list shows and what a login beyond the limit ends is read from
-- here, however many there are. It begins with user_id, as the foreign key wants an index to, so the one on user_id alone
-- is not needed any more. MySQL has no IF NOT EXISTS for an index: a start that was killed in between is finished by the
-- next one because each statement is looked for first.
SET @add = IF((SELECT count(*) FROM information_schema.statistics
    WHERE table_schema = database() AND table_name = 'session' AND index_name = 'session_recent') = 0,
    'ALTER TABLE session ADD KEY session_recent (user_id, last_seen_ms, idle_ends_ms)', 'DO 0');
PREPARE step FROM @add;
EXECUTE step;
SET @remove = IF((SELECT count(*) FROM information_schema.statistics
    WHERE table_schema = database() AND table_name = 'session' AND index_name = 'session_of_user') > 0,
    'ALTER TABLE session DROP KEY session_of_user', 'DO 0');
PREPARE step FROM @remove;
EXECUTE step;
DEALLOCATE PREPARE step;
