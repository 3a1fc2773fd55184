-- Ends a generation well: its log gets the end mark and the object gets a new complete generation.
-- KEYS: object, prefix of its logs, index of its directory.
-- ARGV: generation, length, chunks in the log or 0 where it was trimmed, headers, kind, name,
--       retention of segments, of playlists and of replaced generations, each in ms,
--       the generation that must still be the complete one, or 0 for any,
--       most segments of the directory, or 0 for any number, life of the index in ms, most names in the index.
-- Returns lines: 'created' or 'replaced' and the time of completion in ms, then name and generation of each object that
-- left the directory's window; or 'lost' where the log is gone, a chunk is missing or the object was deleted; or
-- 'overtaken'.
local log = KEYS[2] .. ARGV[1]
local generation = tonumber(ARGV[1])
local mark = ARGV[2] .. '-1'
local top = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
if #top == 0 then
  return 'lost'
end
local last, fields = top[1][1], top[1][2]
if last == mark and fields[2] ~= 'aborted' then
  return 'created\n' .. fields[4] -- the same command, sent again after a reconnect
end
local complete, deleted, open = unpack(redis.call('HMGET', KEYS[1], 'generation', 'deleted', 'open'))
if deleted and tonumber(deleted) >= generation then
  return 'lost'
end
local chunks = tonumber(ARGV[3])
if last ~= ARGV[2] .. '-0' or (chunks > 0 and redis.call('XLEN', log) ~= chunks) then
  return 'lost'
end
if ARGV[10] ~= '0' and complete ~= ARGV[10] then
  return 'overtaken'
end

local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = string.format('%.0f', math.floor(micros / 1000))
redis.call('XADD', log, mark, 'state', chunks == 0 and 'trimmed' or 'complete', 'modified', now)

if open == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'open', 'openHeaders', 'openKind', 'opener')
end
if chunks == 0 then
  -- Of an endless upload only the newest bytes were kept: nothing that could be served as a whole.
  redis.call('PEXPIRE', log, ARGV[9])
  return 'created\n' .. now
end
if complete and tonumber(complete) > generation then
  redis.call('PEXPIRE', log, ARGV[9]) -- a newer upload was faster: only readers in the middle want this one
  return 'created\n' .. now
end

-- Playlists and initialization segments live as long as their directory: their score is infinite. Files that each begin
-- like an initialization segment are none, where there are many.
local index, name = KEYS[3], ARGV[6]
local bound = ARGV[5] == 'PLAYLIST' or (ARGV[5] == 'INIT'
  and (redis.call('ZCOUNT', index, '+inf', '+inf') < 256 or redis.call('ZSCORE', index, name) == 'inf'))
local retention = bound and ARGV[8] or ARGV[7]
if complete then
  redis.call('PEXPIRE', KEYS[2] .. complete, ARGV[9])
end
redis.call('HSET', KEYS[1], 'generation', ARGV[1], 'headers', ARGV[4], 'kind', ARGV[5], 'length', ARGV[2],
  'modified', now)
redis.call('PEXPIRE', log, retention)
redis.call('PEXPIRE', KEYS[1], retention)

-- The index has every name with the time in microseconds when it goes, or went; and forgets it a while later.
redis.call('ZADD', index, bound and '+inf' or string.format('%.0f', micros + retention * 1000), name)
redis.call('ZREMRANGEBYSCORE', index, '-inf', string.format('%.0f', micros - ARGV[8] * 1000))
redis.call('ZREMRANGEBYRANK', index, 0, -ARGV[13] - 1)
redis.call('PEXPIRE', index, ARGV[12])

local answer = {complete and 'replaced' or 'created', now}
if bound or ARGV[11] == '0' then
  return table.concat(answer, '\n')
end
-- The window: the segments that would go first go now, a hundred at a time, and leave an upload in progress alone.
local after = '(' .. string.format('%.0f', micros)
local excess = redis.call('ZCOUNT', index, after, '(+inf') - ARGV[11]
if excess > 0 then
  local tag = string.sub(index, 5)
  for _, oldest in ipairs(redis.call('ZRANGEBYSCORE', index, after, '(+inf', 'LIMIT', 0, math.min(excess, 100))) do
    local object = 'mr:o' .. tag .. oldest
    local whole, growing = unpack(redis.call('HMGET', object, 'generation', 'open'))
    redis.call('ZADD', index, string.format('%.0f', micros), oldest)
    if whole then
      redis.call('PEXPIRE', 'mr:c' .. tag .. oldest .. ':' .. whole, ARGV[9])
      redis.call('HDEL', object, 'generation', 'headers', 'kind', 'length', 'modified')
      redis.call('HSET', object, 'deleted', whole)
      if not growing then
        redis.call('PEXPIRE', object, ARGV[9] * 2)
      end
      answer[#answer + 1] = oldest
      answer[#answer + 1] = whole
    end
  end
end
return table.concat(answer, '\n')
