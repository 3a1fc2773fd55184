-- Ends a generation badly: its log gets the end mark, an earlier complete generation stays.
-- KEYS: object, prefix of its logs. ARGV: generation, retention of the log in ms, opener.
-- An upload whose opening was not answered in time does not know its generation and tells 0: it is the one in progress, if
-- that one's opener is the same.
-- Returns 1, or 0 where there was nothing to abort.
local generation = ARGV[1]
if generation == '0' then
  local open, opener = unpack(redis.call('HMGET', KEYS[1], 'open', 'opener'))
  if not open or opener ~= ARGV[3] then
    return 0
  end
  generation = open
end
local log = KEYS[2] .. generation
local top = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
if redis.call('HGET', KEYS[1], 'open') == generation then
  redis.call('HDEL', KEYS[1], 'open', 'openHeaders', 'openKind', 'opener')
end
if #top == 0 then
  return 0
end
local offset, part = string.match(top[1][1], '(%d+)-(%d+)')
if part ~= '0' then
  return 0
end
-- In this order, for a Redis that is full lets a script add something only behind another change.
redis.call('PEXPIRE', log, ARGV[2])
redis.call('XADD', log, offset .. '-1', 'state', 'aborted')
return 1
