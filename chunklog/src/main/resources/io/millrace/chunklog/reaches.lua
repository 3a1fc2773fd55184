-- Whether a log has what was read of it.
-- KEYS: log. ARGV: offset up to which it was read.
-- Returns 1, or 0 where it ends before that or is gone.
local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if #top == 0 then
  return 0
end
return tonumber(string.match(top[1][1], '%d+')) >= tonumber(ARGV[1]) and 1 or 0
