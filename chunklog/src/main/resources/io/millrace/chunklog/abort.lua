-- Ends a generation badly: its log gets the end mark, an earlier complete generation stays.
-- KEYS: object, prefix of its logs. ARGV: generation, retention of the log in ms.
-- Returns 1, or 0 where there was nothing to abort.
local log = KEYS[2] .. ARGV[1]
local top = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
if redis.call('HGET', KEYS[1], 'open') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'open', 'openHeaders', 'openKind')
end
if #top == 0 then
  return 0
end
local offset, part = string.match(top[1][1], '(%d+)-(%d+)')
if part ~= '0' then
  return 0
end
redis.call('XADD', log, offset .. '-1', 'state', 'aborted')
redis.call('PEXPIRE', log, ARGV[2])
return 1
