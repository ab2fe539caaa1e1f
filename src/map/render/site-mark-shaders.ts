import type { ShaderModule } from '@luma.gl/shadertools';

/** Order and types are those of the GLSL block below; vec4 first, so that std140 needs no padding. */
const UNIFORM_BLOCK = `\
layout(std140) uniform siteMarkUniforms {
  vec4 compliantColor;
  vec4 attentionColor;
  vec4 seriousColor;
  vec4 unknownColor;
  vec4 hiddenColor;
  vec4 glyphColor;
  vec4 groundColor;
  vec4 haloColor;
  vec4 hairlineColor;
  vec4 ringColor;
  float radius;
  float extent;
  float haloWidth;
  float hairlineWidth;
  float signOpacity;
  float iconOpacity;
  float iconCount;
  float spread;
  float pixel;
  float pass;
  float ringWidth;
  float lift;
  float opacity;
} siteMark;
`;

export interface SiteMarkUniforms {
  compliantColor: readonly number[];
  attentionColor: readonly number[];
  seriousColor: readonly number[];
  unknownColor: readonly number[];
  hiddenColor: readonly number[];
  glyphColor: readonly number[];
  groundColor: readonly number[];
  haloColor: readonly number[];
  hairlineColor: readonly number[];
  ringColor: readonly number[];
  /** CSS pixels, like every length here. */
  radius: number;
  extent: number;
  haloWidth: number;
  hairlineWidth: number;
  signOpacity: number;
  iconOpacity: number;
  iconCount: number;
  /** 0 together … 1 apart. */
  spread: number;
  /** One device pixel, to smooth edges over. */
  pixel: number;
  /** Which statuses this pass draws, see \`PASSES\`. */
  pass: number;
  ringWidth: number;
  lift: number;
  opacity: number;
  atlas: unknown;
}

/** Worse lies above better: drawn in this order. */
export const PASSES = { calm: 0, attention: 1, serious: 2, all: 3 } as const;

export const siteMarkModule = {
  name: 'siteMark',
  vs: UNIFORM_BLOCK,
  fs: UNIFORM_BLOCK,
  uniformTypes: {
    compliantColor: 'vec4<f32>',
    attentionColor: 'vec4<f32>',
    seriousColor: 'vec4<f32>',
    unknownColor: 'vec4<f32>',
    hiddenColor: 'vec4<f32>',
    glyphColor: 'vec4<f32>',
    groundColor: 'vec4<f32>',
    haloColor: 'vec4<f32>',
    hairlineColor: 'vec4<f32>',
    ringColor: 'vec4<f32>',
    radius: 'f32',
    extent: 'f32',
    haloWidth: 'f32',
    hairlineWidth: 'f32',
    signOpacity: 'f32',
    iconOpacity: 'f32',
    iconCount: 'f32',
    spread: 'f32',
    pixel: 'f32',
    pass: 'f32',
    ringWidth: 'f32',
    lift: 'f32',
    opacity: 'f32',
  },
} as const satisfies ShaderModule;

export const VERTEX_SHADER = `\
#version 300 es
#define SHADER_NAME site-mark-vertex
in vec2 positions;
in vec3 instancePositions;
in vec3 instancePositions64Low;
// Status byte; icon with the flag "shown" in its top bit; spread right and down, 128 is none.
in vec4 instanceMarks;

out vec2 vPixel;
flat out int vStatus;
flat out int vIcon;
flat out int vHollow;
flat out int vDeferred;

void main(void) {
  ivec4 mark = ivec4(instanceMarks * 255.0 + 0.5);
  int status = mark.x & 7;
  int wanted = int(siteMark.pass);
  int own = status == 3 ? 2 : (status == 2 ? 1 : 0);
  bool visible = status != 0 && mark.y >= 128 && (wanted == 3 || wanted == own);
  vPixel = positions * siteMark.extent;
  vStatus = status;
  vIcon = mark.y & 127;
  vHollow = (mark.x >> 3) & 1;
  vDeferred = (mark.x >> 4) & 1;
  if (!visible) {
    // All four corners in one point outside: nothing is drawn.
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  geometry.worldPosition = instancePositions;
  gl_Position = project_position_to_clipspace(
    instancePositions, instancePositions64Low, vec3(0.0), geometry.position
  );
  vec2 shift = vec2(mark.zw - 128) * siteMark.spread;
  vec2 offset = vPixel + shift - vec2(0.0, siteMark.lift);
  gl_Position.xy += project_pixel_size_to_clipspace(vec2(offset.x, -offset.y));
}
`;

export const FRAGMENT_SHADER = `\
#version 300 es
#define SHADER_NAME site-mark-fragment
precision highp float;
uniform sampler2D atlas;

in vec2 vPixel;
flat in int vStatus;
flat in int vIcon;
flat in int vHollow;
flat in int vDeferred;

out vec4 fragColor;

vec3 paint = vec3(0.0);
float cover = 0.0;

// Lays a colour over what is there; premultiplied inside.
void over(vec3 color, float alpha) {
  paint = color * alpha + paint * (1.0 - alpha);
  cover = alpha + cover * (1.0 - alpha);
}

// Share of the pixel that lies inside, from the signed distance to the edge.
float inside(float distance) {
  return clamp(0.5 - distance / siteMark.pixel, 0.0, 1.0);
}

float segment(vec2 p, vec2 a, vec2 b) {
  vec2 pa = p - a;
  vec2 ba = b - a;
  return length(pa - ba * clamp(dot(pa, ba) / dot(ba, ba), 0.0, 1.0));
}

float box(vec2 p, float halfWidth, float corner) {
  vec2 q = abs(p) - (halfWidth - corner);
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - corner;
}

// Equilateral, pointing up, its centre of mass in the origin; after Quilez, "2D distance functions".
float triangle(vec2 p, float halfSide) {
  const float k = 1.7320508;
  p.x = abs(p.x) - halfSide;
  p.y = p.y + halfSide / k;
  if (p.x + k * p.y > 0.0) p = vec2(p.x - k * p.y, -k * p.x - p.y) / 2.0;
  p.x -= clamp(p.x, -2.0 * halfSide, 0.0);
  return -length(p) * sign(p.y);
}

float shape(vec2 p, float r) {
  if (vStatus == 2) {
    float corner = 0.24 * r;
    return triangle(vec2(p.x, -p.y + 0.16 * r), 1.42 * r - 1.7320508 * corner) - corner;
  }
  if (vStatus == 3) return box(p, 0.93 * r, 0.2 * r);
  return length(p) - r;
}

// The check, or the exclamation mark; nothing for the others.
float signDistance(vec2 p, float r) {
  if (vStatus == 1) {
    float stroke = min(
      segment(p, vec2(-0.46, 0.04) * r, vec2(-0.13, 0.36) * r),
      segment(p, vec2(-0.13, 0.36) * r, vec2(0.48, -0.32) * r)
    );
    return stroke - 0.14 * r;
  }
  if (vStatus == 3) {
    float stroke = segment(p, vec2(0.0, -0.52) * r, vec2(0.0, 0.1) * r);
    return min(stroke, length(p - vec2(0.0, 0.5) * r)) - 0.15 * r;
  }
  return 1e3;
}

void main(void) {
  float r = siteMark.radius;
  vec3 color = siteMark.hiddenColor.rgb;
  if (vStatus == 1) color = siteMark.compliantColor.rgb;
  else if (vStatus == 2) color = siteMark.attentionColor.rgb;
  else if (vStatus == 3) color = siteMark.seriousColor.rgb;
  else if (vStatus == 4) color = siteMark.unknownColor.rgb;

  float d = shape(vPixel, r);
  float hairline = siteMark.hairlineWidth;
  float halo = hairline + siteMark.haloWidth;

  if (siteMark.lift > 0.0) {
    float shadow = shape(vPixel - vec2(0.0, siteMark.lift), r);
    over(vec3(0.0), 0.35 * (1.0 - smoothstep(-2.0, 7.0, shadow)));
  }
  if (siteMark.ringWidth > 0.0) {
    float ring = halo + siteMark.ringWidth;
    over(siteMark.groundColor.rgb, 0.9 * inside(d - ring - 1.2));
    over(siteMark.ringColor.rgb, siteMark.ringColor.a * inside(d - ring));
  }
  over(siteMark.haloColor.rgb, siteMark.haloColor.a * inside(d - halo));
  over(siteMark.hairlineColor.rgb, siteMark.hairlineColor.a * inside(d - hairline));

  // Unknown is a hollow ring, and so is whatever waits for its re-check.
  bool hollow = vStatus == 4 || vHollow == 1;
  vec3 glyph = siteMark.glyphColor.rgb;
  over(color, inside(d));
  if (hollow) {
    float rim = max(1.3, (vStatus == 4 ? 0.3 : 0.24) * r);
    rim = mix(rim, max(2.0, 0.17 * r), siteMark.iconOpacity);
    over(siteMark.groundColor.rgb, inside(d + rim));
    glyph = color;
  }
  if (vDeferred == 1) {
    float period = clamp(r * 0.5, 3.0, 5.0);
    float stripe = abs(fract((vPixel.x + vPixel.y) * 0.7071068 / period) - 0.5) * period;
    vec3 other = hollow ? color : siteMark.groundColor.rgb;
    over(other, 0.8 * inside(stripe - 0.21 * period) * inside(d + max(1.0, 0.12 * r)));
  }
  over(glyph, siteMark.signOpacity * inside(signDistance(vPixel, r)));

  if (siteMark.iconOpacity > 0.0) {
    // Half the side of the icon; a triangle has less room.
    float reach = (vStatus == 2 ? 0.58 : 0.7) * r;
    vec2 center = vec2(0.0, vStatus == 2 ? 0.2 * r : 0.0);
    vec2 at = (vPixel - center) / reach;
    float edge = max(abs(at.x), abs(at.y));
    // The icon fills three quarters of its cell, see atlas.ts.
    vec2 uv = vec2((float(vIcon) + 0.5 + at.x * 0.375) / siteMark.iconCount, 0.5 + at.y * 0.375);
    float coverage = texture(atlas, uv).r * step(edge, 1.15);
    if (vDeferred == 1 && !hollow) over(color, siteMark.iconOpacity * 0.85 * inside(length(at) * reach - reach * 1.05));
    over(glyph, siteMark.iconOpacity * coverage);
  }
  cover *= siteMark.opacity;
  if (cover < 0.004) discard;
  // The map blends colours that are not premultiplied.
  fragColor = vec4(paint * siteMark.opacity / cover, cover);
}
`;
