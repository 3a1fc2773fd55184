-- What is stored under a path. KEYS: object, prefix of its logs, index of its directory. ARGV: name.
-- Returns generation, headers, kind, length, modified of the complete generation, then open, openHeaders, openKind, then
-- something where the object is gone; separated by null characters, empty where there is none.
-- A generation whose log is gone does not count: the log's life is the lease.
local function exists(generation)
  return generation and redis.call('EXISTS', KEYS[2] .. generation) == 1
end
local found = redis.call('HMGET', KEYS[1],
  'generation', 'headers', 'kind', 'length', 'modified', 'open', 'openHeaders', 'openKind')
local first = exists(found[1]) and 1 or 6
local last = exists(found[6]) and 8 or 5
local state = {}
for i = 1, 8 do
  state[i] = i >= first and i <= last and found[i] or ''
end
-- Whatever completed or was deleted here is in the index for a while.
state[9] = first > last and redis.call('ZSCORE', KEYS[3], ARGV[1]) and 'gone' or ''
return table.concat(state, '\0')
