-- Renews the lease of an upload in progress: its log and its object stay while somebody writes.
-- KEYS: object, prefix of its logs. ARGV: generation, lease in ms, chunks that were acknowledged, whether some were trimmed.
-- Returns 1, or 0 where the generation has been deleted, its log is gone or chunks are missing in it: a failover loses what
-- was not replicated yet. Of a trimmed log only Redis 7 knows how many it had.
local deleted = redis.call('HGET', KEYS[1], 'deleted')
if deleted and tonumber(deleted) >= tonumber(ARGV[1]) then
  return 0
end
local log = KEYS[2] .. ARGV[1]
local added
if ARGV[4] == '' then
  added = redis.call('XLEN', log)
else
  local info = redis.pcall('XINFO', 'STREAM', log)
  for i = 1, #info, 2 do
    if info[i] == 'entries-added' then
      added = info[i + 1]
    end
  end
end
if added and added < tonumber(ARGV[3]) then
  return 0
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return redis.call('PEXPIRE', log, ARGV[2])
