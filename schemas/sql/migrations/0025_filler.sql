-- 0025 filler: nothing.
--
-- Why:    numbers have no gaps.
-- Locks:  none.
-- Verify: weir doctor

SELECT 1;
