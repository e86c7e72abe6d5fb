// Compiles the shaders and finds where their uniforms are.
import { TaskFailedError } from "@/lib/errors";
import { MASK_SHADER, PIXEL_SHADER, VERTEX_SHADER } from "./shaders";

/** Uniforms that say where a tile lies under the panel. */
const PLACE = ["middle", "turn", "base", "rest", "last"] as const;
const PIXEL = [...PLACE, "pixels", "shades", "stretch", "noPixel"] as const;
const MASK = [...PLACE, "mask", "bits", "count", "opacity"] as const;

export type PlaceUniforms = Record<(typeof PLACE)[number], WebGLUniformLocation | null>;

export interface Programs {
  pixel: Program<(typeof PIXEL)[number]>;
  mask: Program<(typeof MASK)[number]>;
}

export interface Program<Name extends string> {
  program: WebGLProgram;
  at: Record<Name, WebGLUniformLocation | null>;
}

/** Where the corners are bound in both programs. */
export const CORNER_ATTRIBUTE = 0;

function compile(gl: WebGL2RenderingContext, kind: GLenum, source: string): WebGLShader | null {
  const shader = gl.createShader(kind);
  if (!shader) return null;
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

function link<Name extends string>(
  gl: WebGL2RenderingContext,
  fragment: string,
  names: readonly Name[],
): Program<Name> | null {
  const program = gl.createProgram();
  const shaders = [compile(gl, gl.VERTEX_SHADER, VERTEX_SHADER), compile(gl, gl.FRAGMENT_SHADER, fragment)];
  if (!program || !shaders[0] || !shaders[1]) return null;
  for (const shader of shaders) if (shader) gl.attachShader(program, shader);
  gl.bindAttribLocation(program, CORNER_ATTRIBUTE, "corner");
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    const found = [gl.getProgramInfoLog(program), ...shaders.map((shader) => shader && gl.getShaderInfoLog(shader))];
    throw new TaskFailedError({
      place: "WebGL2",
      found: found.filter(Boolean).join(" ") || "a shader that does not link",
      expected: "a card that compiles it",
    });
  }
  const at = Object.fromEntries(names.map((name) => [name, gl.getUniformLocation(program, name)]));
  return { program, at: at as Record<Name, WebGLUniformLocation | null> };
}

/**
 * Both programs, ready for use.
 * @returns null when the card was lost meanwhile
 * @throws TaskFailed when the driver refuses a shader
 */
export function makePrograms(gl: WebGL2RenderingContext): Programs | null {
  const pixel = link(gl, PIXEL_SHADER, PIXEL);
  const mask = link(gl, MASK_SHADER, MASK);
  return pixel && mask && { pixel, mask };
}

/** Draws with this program from now on. */
export function activate(gl: WebGL2RenderingContext, { program }: Program<string>): void {
  // biome-ignore lint/correctness/useHookAtTopLevel: of WebGL, not of React
  gl.useProgram(program);
}
