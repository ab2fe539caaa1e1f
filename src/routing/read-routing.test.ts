import { describe, expect, it } from 'vitest';

import { readRouting } from './read-routing.ts';

describe('the routing servers of the configuration', () => {
  it.each([undefined, null, {}])('are none for %j', (value) => {
    expect(readRouting(value)).toEqual({ servers: { osrm: {}, vroom: null }, problems: [] });
  });

  it('are read, with what is usual where nothing is said', () => {
    const value = {
      osrm: {
        foot: { url: 'http://10.1.2.3:5001/' },
        car: { url: 'https://osrm.example.cn/cn', profile: 'driving', maxPlaces: 500 },
      },
      vroom: { url: 'http://10.1.2.3:3000/' },
    };
    expect(readRouting(value)).toEqual({
      servers: {
        osrm: {
          foot: { url: 'http://10.1.2.3:5001', profile: 'foot', maxPlaces: 100 },
          car: { url: 'https://osrm.example.cn/cn', profile: 'driving', maxPlaces: 500 },
        },
        vroom: { url: 'http://10.1.2.3:3000' },
      },
      problems: [],
    });
  });

  it.each([
    ['x', 'routing routing: must be an object'],
    [{ osrm: [] }, 'routing osrm.osrm: must be one of foot, ebike, car'],
    [{ osrm: { bus: { url: 'http://x' } } }, 'routing osrm.bus: must be one of foot, ebike, car'],
    [{ osrm: { foot: {} } }, 'routing osrm.foot: url must be an http(s) address'],
    [{ osrm: { foot: { url: 'ftp://x' } } }, 'routing osrm.foot: url must be an http(s) address'],
    [
      { osrm: { foot: { url: 'http://x/?a' } } },
      'routing osrm.foot: url must be an http(s) address',
    ],
    [
      { osrm: { foot: { url: 'http://x', profile: 'a/b' } } },
      'routing osrm.foot: profile must be letters and digits',
    ],
    [
      { osrm: { foot: { url: 'http://x', maxPlaces: 1 } } },
      'routing osrm.foot: maxPlaces must be a whole number from 2',
    ],
    [{ vroom: 'http://x' }, 'routing vroom: url must be an http(s) address'],
  ])('leave out what is wrong with %j, and say so', (value, line) => {
    const { servers, problems } = readRouting(value);
    expect(servers).toEqual({ osrm: {}, vroom: null });
    expect(problems.map(({ en }) => en)).toEqual([line]);
  });
});
