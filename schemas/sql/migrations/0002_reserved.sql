-- 0002 reserved: stands in for a migration that comes from another branch; whoever merges puts that one in its place.
--
-- Why:    migrations are numbered without gaps.
-- Locks:  none.
-- Verify: nothing to see.
SELECT 1;
