-- Ends a generation well: its log gets the end mark and the object gets a new complete generation.
-- KEYS: object, prefix of its logs, directory.
-- ARGV: generation, length, chunks in the log or 0 where it was trimmed, content type, kind, name,
--       retention of segments, of playlists and of replaced generations, each in ms.
-- Returns the time of completion in ms and 1 where an earlier complete generation is replaced, else 0; or one number:
-- -1 the log is gone, -2 a chunk is missing, -3 the object was deleted.
local log = KEYS[2] .. ARGV[1]
local generation = tonumber(ARGV[1])
local mark = ARGV[2] .. '-1'
local top = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
if #top == 0 then
  return { -1 }
end
local last, fields = top[1][1], top[1][2]
if last == mark and fields[2] == 'complete' then
  return { tonumber(fields[4]), 0 } -- the same command, sent again after a reconnect
end
local complete, deleted = unpack(redis.call('HMGET', KEYS[1], 'generation', 'deleted'))
if deleted and tonumber(deleted) >= generation then
  return { -3 }
end
local chunks = tonumber(ARGV[3])
if last ~= ARGV[2] .. '-0' or (chunks > 0 and redis.call('XLEN', log) ~= chunks) then
  return { -2 }
end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('XADD', log, mark, 'state', 'complete', 'modified', now)

local playlists = tonumber(ARGV[8])
local bound = ARGV[5] ~= 'SEGMENT' -- to the life of its directory
local retention = bound and ARGV[8] or ARGV[7]
if complete and tonumber(complete) > generation then
  redis.call('PEXPIRE', log, ARGV[9]) -- a newer upload was faster: only readers in the middle want this one
else
  if complete then
    redis.call('PEXPIRE', KEYS[2] .. complete, ARGV[9])
  end
  redis.call('HSET', KEYS[1], 'generation', ARGV[1], 'type', ARGV[4], 'kind', ARGV[5], 'length', ARGV[2], 'modified', now)
  redis.call('PEXPIRE', log, retention)
  redis.call('PEXPIRE', KEYS[1], retention)
  if bound then
    redis.call('HSET', KEYS[3], ARGV[6], ARGV[1])
  end
end
if redis.call('HGET', KEYS[1], 'open') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'open', 'openType', 'openKind')
end

-- The directory lives: so do its playlists and initialization segments. Once in a while is often enough.
local left = redis.call('PTTL', KEYS[3])
if left ~= -2 and left < playlists * 0.95 then
  local kept = redis.call('HGETALL', KEYS[3])
  for i = 1, #kept, 2 do
    local object = KEYS[3] .. kept[i]
    redis.call('PEXPIRE', object, playlists)
    redis.call('PEXPIRE', 'mr:c' .. string.sub(object, 5) .. ':' .. kept[i + 1], playlists)
  end
  redis.call('PEXPIRE', KEYS[3], playlists)
end
return { tonumber(now), complete and 1 or 0 }
