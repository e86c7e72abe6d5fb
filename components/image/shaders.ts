// Programs of the graphics card: one paints float tiles through the table of shades, one lays mask colours over them.

/** Width and height of the texture that holds the table: every card takes it, a row of 4096 not. */
export const TABLE_SIDE = 64;
/** Bits of a mask that can be coloured. */
export const MASK_BITS = 32;

export const VERTEX_SHADER = `#version 300 es
in vec2 corner; // clip x and y
void main() {
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

/**
 * Which pixel of the tile lies under the middle of this device pixel. Not from interpolated corners: cards round those to a
 * sixteenth of a device pixel. The whole part is kept apart, so that the rest is exact to a millionth at 64:1.
 */
const TILE_PIXEL = `
uniform vec2 middle; // of the panel, device pixels from the lower left
uniform vec4 turn; // tile pixels a device pixel: column by right and up, row by right and up
uniform ivec2 base; // tile pixel under the middle, whole
uniform vec2 rest; // and its part beyond
uniform ivec2 last; // last column and row of the tile
ivec2 tilePixel() {
  vec2 away = gl_FragCoord.xy - middle;
  vec2 place = rest + vec2(dot(turn.xy, away), dot(turn.zw, away));
  return clamp(base + ivec2(floor(place)), ivec2(0), last);
}`;

// A number is not finite when all bits of its exponent are set; comparisons with NaN are not to be relied on.
export const PIXEL_SHADER = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D pixels;
uniform sampler2D shades;
uniform vec2 stretch; // lower limit, table steps a unit
uniform vec4 noPixel;
out vec4 color;
${TILE_PIXEL}
void main() {
  float value = texelFetch(pixels, tilePixel(), 0).r;
  if ((floatBitsToUint(value) & 0x7f800000u) == 0x7f800000u) {
    color = noPixel;
    return;
  }
  int at = int(clamp((value - stretch.x) * stretch.y + 0.5, 0.0, 4095.0));
  color = texelFetch(shades, ivec2(at & 63, at >> 6), 0);
}`;

export const MASK_SHADER = `#version 300 es
precision highp float;
precision highp int;
precision highp isampler2D;
uniform isampler2D mask;
uniform vec4 bits[${MASK_BITS}]; // red, green, blue, which bit
uniform int count;
uniform float opacity;
out vec4 color;
${TILE_PIXEL}
void main() {
  int value = texelFetch(mask, tilePixel(), 0).r;
  vec4 sum = vec4(0.0);
  if (value != 0) {
    for (int i = 0; i < count; i++) {
      if (((value >> int(bits[i].a)) & 1) != 0) sum += vec4(bits[i].rgb, 1.0);
    }
  }
  if (sum.a == 0.0) discard;
  color = vec4(sum.rgb / sum.a * opacity, opacity);
}`;
