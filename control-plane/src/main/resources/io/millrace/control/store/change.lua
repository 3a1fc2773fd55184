-- Makes one change, of several resources perhaps: first everything is checked, then everything is written.
-- KEYS: meta hash, resources hash, index of their names, claims hash, stream of changes.
-- ARGV: changes that are kept, time in ms, an id for the store if it has none yet; then conditions and effects, each
-- a word with its arguments. Answers with one text: a refusal, or `done` and the revision.
local i = 4
local function take()
  i = i + 1
  return ARGV[i - 1]
end
local function revisionOf(name)
  local value = redis.call('HGET', KEYS[2], name)
  return value and string.match(value, '^(%d+)\n') or '0'
end
local function member(name)
  return (string.gsub(name, '/([^/]*)$', ' %1'))
end

local effects = {}
while i <= #ARGV do
  local word = take()
  if word == 'at' then
    local name, expected = take(), take()
    local revision = revisionOf(name)
    if revision ~= expected then
      if expected == '0' then return 'exists ' .. name end
      return (revision == '0' and 'missing ' or 'stale ') .. name
    end
  elseif word == 'needs' then
    local name = take()
    if redis.call('HEXISTS', KEYS[2], name) == 0 then return 'lacks ' .. name end
  elseif word == 'unused' then
    local name = take()
    if tonumber(redis.call('HGET', KEYS[4], 'uses:' .. name) or '0') > 0 then return 'used ' .. name end
  elseif word == 'fewer' then
    local collection, most = take(), tonumber(take())
    if redis.call('ZLEXCOUNT', KEYS[3], '[' .. collection .. ' ', '(' .. collection .. '!') >= most then
      return 'full ' .. collection
    end
  elseif word == 'claim' then
    local claim, name = take(), take()
    local owner = redis.call('HGET', KEYS[4], 'claim:' .. claim)
    if owner and owner ~= name then return 'taken ' .. owner end
    effects[#effects + 1] = {word, claim, name}
  elseif word == 'release' or word == 'delete' then
    effects[#effects + 1] = {word, take()}
  else -- use, put
    effects[#effects + 1] = {word, take(), take()}
  end
end

redis.call('HSETNX', KEYS[1], 'store', ARGV[3])
local revision = redis.call('HINCRBY', KEYS[1], 'revision', 1)
local entry = {'time', ARGV[2]}
local function forget(name)
  redis.call('HDEL', KEYS[2], name)
  redis.call('ZREM', KEYS[3], member(name))
  entry[#entry + 1] = '-' .. name
  entry[#entry + 1] = ''
end
for _, effect in ipairs(effects) do
  local word, name, value = effect[1], effect[2], effect[3]
  if word == 'put' then
    redis.call('HSET', KEYS[2], name, revision .. '\n' .. value)
    redis.call('ZADD', KEYS[3], 0, member(name))
    entry[#entry + 1] = '+' .. name
    entry[#entry + 1] = value
  elseif word == 'delete' then
    -- With all that is below it.
    for _, below in ipairs(redis.call('ZRANGEBYLEX', KEYS[3], '[' .. name .. '/', '(' .. name .. '0')) do
      forget((string.gsub(below, ' ', '/')))
    end
    forget(name)
  elseif word == 'claim' then
    redis.call('HSET', KEYS[4], 'claim:' .. name, value)
  elseif word == 'release' then
    redis.call('HDEL', KEYS[4], 'claim:' .. name)
  elseif word == 'use' then
    if redis.call('HINCRBY', KEYS[4], 'uses:' .. name, value) <= 0 then
      redis.call('HDEL', KEYS[4], 'uses:' .. name)
    end
  end
end
redis.call('XADD', KEYS[5], 'MAXLEN', ARGV[1], revision .. '-0', unpack(entry))
return 'done ' .. revision
