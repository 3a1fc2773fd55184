-- What is stored under a path. KEYS: object, prefix of its logs.
-- Returns generation, type, kind, length, modified of the complete generation, then open, openType, openKind, a line
-- each; empty lines where there is none. A generation whose log is gone does not count: the log's life is the lease.
local function exists(generation)
  return generation and redis.call('EXISTS', KEYS[2] .. generation) == 1
end
local found = redis.call('HMGET', KEYS[1], 'generation', 'type', 'kind', 'length', 'modified', 'open', 'openType', 'openKind')
local first = exists(found[1]) and 1 or 6
local last = exists(found[6]) and 8 or 5
local state = {}
for i = 1, 8 do
  state[i] = i >= first and i <= last and found[i] or ''
end
return table.concat(state, '\n')
