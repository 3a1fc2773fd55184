-- A directory lives: so do its playlists and initialization segments.
-- KEYS: directory. ARGV: retention of playlists in ms.
-- Returns how many objects the directory lists.
local listed = redis.call('HGETALL', KEYS[1])
for i = 1, #listed, 2 do
  local object = KEYS[1] .. listed[i]
  redis.call('PEXPIRE', object, ARGV[1])
  redis.call('PEXPIRE', 'mr:c' .. string.sub(object, 5) .. ':' .. listed[i + 1], ARGV[1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return #listed / 2
