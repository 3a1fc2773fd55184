-- Stores what a service says is live there, until it is too old.
-- KEYS: index of reports by their times, the report. ARGV: who, the report, ms that it holds, how many reports there may be.
-- Answers with 1, or 0 where there are as many as there may be.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('(%.0f', now - tonumber(ARGV[3])))
local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not before and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
-- Another one than before: who has read that must see that there is a new one.
if before and tonumber(before) >= now then now = tonumber(before) + 1 end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
