-- Reports show the reactions that their messages had.
ALTER TABLE chat_reports
    -- One element for each reaction and user, in both; the reactions that came first first.
    ADD COLUMN reaction_emojis text[] NOT NULL DEFAULT '{}',
    ADD COLUMN reaction_users uuid[] NOT NULL DEFAULT '{}';
