-- Opens a new generation of an object with its first chunk.
-- KEYS: object, prefix of its logs, openings of its directory. ARGV: headers, kind, lease in ms, end offset of the chunk,
-- chunk, opener, name, most openings that are remembered.
-- Returns the generation: the time in microseconds, so that it grows even where an object has been forgotten.
local time = redis.call('TIME')
local generation = time[1] * 1000000 + time[2]
local found = redis.call('HMGET', KEYS[1], 'generation', 'open', 'deleted')
for _, earlier in ipairs(found) do
  if earlier and tonumber(earlier) >= generation then
    generation = tonumber(earlier) + 1
  end
end
local id = string.format('%.0f', generation)
local log = KEYS[2] .. id
redis.call('XADD', log, ARGV[4] .. '-0', 'bytes', ARGV[5])
redis.call('PEXPIRE', log, ARGV[3])
redis.call('HSET', KEYS[1], 'open', id, 'openHeaders', ARGV[1], 'openKind', ARGV[2], 'opener', ARGV[6])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
redis.call('XADD', KEYS[3], 'MAXLEN', ARGV[8], '*', 'name', ARGV[7], 'generation', id, 'headers', ARGV[1], 'kind', ARGV[2],
  'replaces', found[1] and 'yes' or '')
redis.call('PEXPIRE', KEYS[3], ARGV[3])
return generation
