-- A directory lives: so do its playlists and initialization segments.
-- KEYS: index of the directory. ARGV: retention of playlists, life of the index, each in ms.
-- Returns how many objects were kept.
local tag = string.sub(KEYS[1], 5)
local kept = 0
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '+inf', '+inf')) do
  local object = 'mr:o' .. tag .. name
  local generation = redis.call('HGET', object, 'generation')
  if generation then
    redis.call('PEXPIRE', object, ARGV[1])
    redis.call('PEXPIRE', 'mr:c' .. tag .. name .. ':' .. generation, ARGV[1])
    kept = kept + 1
  else
    -- It went while the directory was not used: gone from now on.
    local time = redis.call('TIME')
    redis.call('ZADD', KEYS[1], string.format('%.0f', time[1] * 1000000 + time[2]), name)
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return kept
