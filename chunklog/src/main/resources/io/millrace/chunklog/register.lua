-- A directory is in use: the one above lists it. KEYS: sub-directories of the one above.
-- ARGV: name, how long it is listed in ms, most names.
-- The score is the time in microseconds when it is no longer listed. Returns how many are.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
redis.call('ZADD', KEYS[1], 'GT', string.format('%.0f', now + ARGV[2] * 1000), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -ARGV[3] - 1)
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return redis.call('ZCARD', KEYS[1])
