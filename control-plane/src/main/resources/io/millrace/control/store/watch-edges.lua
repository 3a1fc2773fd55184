-- Notes that edges could report until now. After a time when nobody was there to take their reports, that time is noted.
-- KEYS: the notes. ARGV: how many ms without a call are such a time. Answers with the time of the call.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local seen = tonumber(redis.call('HGET', KEYS[1], 'seen'))
if seen and now - seen > tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], 'gap-start', string.format('%.0f', seen), 'gap-end', string.format('%.0f', now))
end
redis.call('HSET', KEYS[1], 'seen', string.format('%.0f', now))
return now
