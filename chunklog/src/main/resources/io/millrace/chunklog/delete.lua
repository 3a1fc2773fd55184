-- Deletes an object: every generation of it, an upload in progress too.
-- KEYS: object, prefix of its logs, index of its directory.
-- ARGV: name, retention of the logs in ms, life of the index in ms, most names in the index.
-- Returns the newest generation that was deleted, or 0. A tombstone outlives the logs, so that an upload that is
-- still in progress can't complete.
local complete, open, deleted = unpack(redis.call('HMGET', KEYS[1], 'generation', 'open', 'deleted'))
local newest = 0
if complete then
  newest = tonumber(complete)
  redis.call('PEXPIRE', KEYS[2] .. complete, ARGV[2])
end
if open then
  newest = math.max(newest, tonumber(open))
  local log = KEYS[2] .. open
  local top = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
  if #top > 0 then
    local offset, part = string.match(top[1][1], '(%d+)-(%d+)')
    -- In this order, for a Redis that is full lets a script add something only behind another change.
    redis.call('PEXPIRE', log, ARGV[2])
    if part == '0' then
      redis.call('XADD', log, offset .. '-1', 'state', 'aborted')
    end
  end
end
if newest == 0 then
  return deleted and tonumber(deleted) or 0 -- perhaps the same command, sent again after a reconnect
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'deleted', string.format('%.0f', newest))
redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[2]) * 2)

-- From now on it is gone, not unknown.
local time = redis.call('TIME')
redis.call('ZADD', KEYS[3], string.format('%.0f', time[1] * 1000000 + time[2]), ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -ARGV[4] - 1)
if redis.call('PTTL', KEYS[3]) < 0 then
  redis.call('PEXPIRE', KEYS[3], ARGV[3])
end
return newest
