-- What is in a directory now, by name. KEYS: its index, its sub-directories. ARGV: most names.
-- Returns lines: the names of directories with a slash, then those of objects; of these the ones that live as long as the
-- directory come first, then the newest.
local time = redis.call('TIME')
local after = '(' .. string.format('%.0f', time[1] * 1000000 + time[2])
local names = redis.call('ZREVRANGEBYSCORE', KEYS[2], '+inf', after, 'LIMIT', 0, ARGV[1])
for i, directory in ipairs(names) do
  names[i] = directory .. '/'
end
for _, object in ipairs(redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', after, 'LIMIT', 0, ARGV[1] - #names)) do
  names[#names + 1] = object
end
return table.concat(names, '\n')
