-- Stores an edge, or forgets it, if it still has the version that was read.
-- KEYS: edges hash, reports hash. ARGV: id, version that was read (0: not there), the edge (empty: forget it), and what it
-- reports, if it does. Answers with the new version, or 0 where somebody was faster.
local value = redis.call('HGET', KEYS[1], ARGV[1])
local version = value and string.match(value, '^(%d+)\n') or '0'
if version ~= ARGV[2] then return 0 end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[2], ARGV[1])
  return 1
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- Never one that an edge of this name had before, also if it was forgotten in between.
local new = math.max(now, tonumber(version) + 1)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', new) .. '\n' .. ARGV[3])
if ARGV[4] then
  redis.call('HSET', KEYS[2], ARGV[1], string.format('%.0f', now) .. '\n' .. ARGV[4])
end
return new
