-- Ends a generation well: its log gets the end mark and the object gets a new complete generation.
-- KEYS: object, prefix of its logs, directory.
-- ARGV: generation, length, chunks in the log or 0 where it was trimmed, content type, kind, name,
--       retention of segments, of playlists and of replaced generations, each in ms.
-- Returns the time of completion in ms, doubled, and one more where an earlier complete generation is replaced;
-- or -1 the log is gone, -2 a chunk is missing, -3 the object was deleted.
local log = KEYS[2] .. ARGV[1]
local generation = tonumber(ARGV[1])
local mark = ARGV[2] .. '-1'
local top = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
if #top == 0 then
  return -1
end
local last, fields = top[1][1], top[1][2]
if last == mark and fields[2] ~= 'aborted' then
  return tonumber(fields[4]) * 2 -- the same command, sent again after a reconnect
end
local complete, deleted = unpack(redis.call('HMGET', KEYS[1], 'generation', 'deleted'))
if deleted and tonumber(deleted) >= generation then
  return -3
end
local chunks = tonumber(ARGV[3])
if last ~= ARGV[2] .. '-0' or (chunks > 0 and redis.call('XLEN', log) ~= chunks) then
  return -2
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('XADD', log, mark, 'state', chunks == 0 and 'trimmed' or 'complete', 'modified', string.format('%.0f', now))

if redis.call('HGET', KEYS[1], 'open') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'open', 'openType', 'openKind')
end
if chunks == 0 then
  -- Of an endless upload only the newest bytes were kept: nothing that could be served as a whole.
  redis.call('PEXPIRE', log, ARGV[9])
  return now * 2
end
if complete and tonumber(complete) > generation then
  redis.call('PEXPIRE', log, ARGV[9]) -- a newer upload was faster: only readers in the middle want this one
  return now * 2
end

-- Playlists and initialization segments live as long as their directory, which lists them. Files that each begin like
-- an initialization segment are none, where there are many.
local bound = ARGV[5] == 'PLAYLIST'
  or (ARGV[5] == 'INIT' and (redis.call('HLEN', KEYS[3]) < 256 or redis.call('HEXISTS', KEYS[3], ARGV[6]) == 1))
local retention = bound and ARGV[8] or ARGV[7]
if bound then
  redis.call('HSET', KEYS[3], ARGV[6], ARGV[1])
  redis.call('PEXPIRE', KEYS[3], ARGV[8])
end
if complete then
  redis.call('PEXPIRE', KEYS[2] .. complete, ARGV[9])
end
redis.call('HSET', KEYS[1], 'generation', ARGV[1], 'type', ARGV[4], 'kind', ARGV[5], 'length', ARGV[2],
  'modified', string.format('%.0f', now))
redis.call('PEXPIRE', log, retention)
redis.call('PEXPIRE', KEYS[1], retention)
return now * 2 + (complete and 1 or 0)
