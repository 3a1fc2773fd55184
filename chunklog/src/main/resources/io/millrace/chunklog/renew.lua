-- Renews the lease of an upload in progress: its log and its object stay while somebody writes.
-- KEYS: object, prefix of its logs. ARGV: generation, lease in ms.
-- Returns 1, or 0 where the generation has been deleted or its log is gone.
local deleted = redis.call('HGET', KEYS[1], 'deleted')
if deleted and tonumber(deleted) >= tonumber(ARGV[1]) then
  return 0
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return redis.call('PEXPIRE', KEYS[2] .. ARGV[1], ARGV[2])
