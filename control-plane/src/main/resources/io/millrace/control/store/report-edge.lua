-- Stores what an edge that is known reports, with the time by Redis's clock.
-- KEYS: edges hash, reports hash. ARGV: id, the report. Answers with 1, or 0 where the edge is not known.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.0f', now) .. '\n' .. ARGV[2])
return 1
