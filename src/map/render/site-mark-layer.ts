import { Layer, project32, type UpdateParameters } from '@deck.gl/core';
import type { Texture } from '@luma.gl/core';
import { Geometry, Model } from '@luma.gl/engine';
import { ATLAS_ICONS, drawAtlas } from '../atlas.ts';
import { spreadAt } from '../layers/coincident-sites.ts';
import { markLookAt, ramp } from '../mark-size.ts';
import type { MapPalette, Rgba } from '../palette.ts';
import {
  FRAGMENT_SHADER,
  PASSES,
  siteMarkModule,
  type SiteMarkUniforms,
  VERTEX_SHADER,
} from './site-mark-shaders.ts';

export interface SiteMarkLayerProps {
  palette: MapPalette;
  /** Null: an ordinary mark. */
  ring: { readonly widthPixels: number; readonly color: Rgba; readonly liftPixels: number } | null;
  sizeScale: number;
  fadeOutBelowZoom: number | null;
}

/**
 * Draws each site as one square whose fragment shader computes the mark: shape, sign, hatching and
 * halo from signed distances, so that they are crisp at any size and density, and the type's icon from
 * the atlas. Twelve bytes a site go to the GPU for its place and four for all the rest; a filter or
 * another moment in time rewrites only those four.
 *
 * deck.gl's IconLayer would need one prerendered icon for each of type × status × hollow × hatched,
 * blurred between sizes, and cannot let a sign fade into an icon.
 */
export class SiteMarkLayer extends Layer<SiteMarkLayerProps> {
  static override layerName = 'SiteMarkLayer';
  static override defaultProps = {
    palette: { type: 'object', value: null },
    ring: { type: 'object', value: null, optional: true },
    sizeScale: 1,
    fadeOutBelowZoom: { type: 'object', value: null, optional: true },
  } as never;

  declare state: { model: Model; atlas: Texture };

  override getShaders() {
    return super.getShaders({
      vs: VERTEX_SHADER,
      fs: FRAGMENT_SHADER,
      modules: [project32, siteMarkModule],
    }) as ReturnType<Layer['getShaders']>;
  }

  override initializeState(): void {
    this.getAttributeManager()!.addInstanced({
      instancePositions: {
        size: 3,
        type: 'float64',
        fp64: this.use64bitPositions(),
        accessor: 'getPosition',
      },
      // Both are only ever given as whole arrays.
      instanceMarks: { size: 4, type: 'unorm8', noAlloc: true },
    });
    this.state = { model: this.createModel(), atlas: this.createAtlas() };
  }

  override updateState(parameters: UpdateParameters<this>): void {
    super.updateState(parameters);
    if (parameters.changeFlags.extensionsChanged) {
      this.state.model.destroy();
      this.state.model = this.createModel();
      this.getAttributeManager()!.invalidateAll();
    }
  }

  override finalizeState(context: this['context']): void {
    super.finalizeState(context);
    this.state.atlas.destroy();
  }

  override draw(): void {
    const { palette, ring, sizeScale, fadeOutBelowZoom } = this.props;
    const { viewport, renderPass } = this.context;
    const fade =
      fadeOutBelowZoom === null
        ? 1
        : ramp(viewport.zoom, fadeOutBelowZoom - 0.6, fadeOutBelowZoom + 0.4);
    const opacity = fade * this.props.opacity;
    if (opacity === 0) return;
    const look = markLookAt(viewport.zoom, sizeScale * (ring ? 1.2 : 1));
    const ringWidth = ring?.widthPixels ?? 0;
    const lift = ring?.liftPixels ?? 0;
    const { model, atlas } = this.state;
    const uniforms: Omit<SiteMarkUniforms, 'pass'> = {
      compliantColor: fraction(palette.status.compliant),
      attentionColor: fraction(palette.status.attention),
      seriousColor: fraction(palette.status.serious),
      unknownColor: fraction(palette.status.unknown),
      hiddenColor: fraction(palette.status.hidden),
      glyphColor: fraction(palette.mark.glyph),
      groundColor: fraction(palette.mark.ground),
      haloColor: fraction(palette.mark.halo),
      hairlineColor: fraction(palette.mark.hairline),
      ringColor: fraction(ring?.color ?? palette.accent),
      radius: look.radiusPixels,
      // A triangle reaches 1.5 radii from the middle.
      extent:
        look.radiusPixels * 1.5 + look.haloPixels + look.hairlinePixels + ringWidth + lift + 3,
      haloWidth: look.haloPixels,
      hairlineWidth: look.hairlinePixels,
      signOpacity: look.signOpacity,
      iconOpacity: look.iconOpacity,
      iconCount: ATLAS_ICONS.length,
      spread: spreadAt(viewport.zoom),
      pixel: 1 / this.context.device.canvasContext!.cssToDeviceRatio(),
      ringWidth,
      lift,
      opacity,
      atlas,
    };
    const passes = ring ? [PASSES.all] : [PASSES.calm, PASSES.attention, PASSES.serious];
    for (const pass of passes) {
      model.shaderInputs.setProps({ siteMark: { ...uniforms, pass } });
      model.draw(renderPass);
    }
  }

  private createModel(): Model {
    return new Model(this.context.device, {
      ...this.getShaders(),
      id: this.props.id,
      bufferLayout: this.getAttributeManager()!.getBufferLayouts(),
      geometry: new Geometry({
        topology: 'triangle-strip',
        attributes: {
          positions: { size: 2, value: new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]) },
        },
      }),
      isInstanced: true,
    });
  }

  private createAtlas(): Texture {
    const image = drawAtlas();
    const texture = this.context.device.createTexture({
      id: `${this.props.id}-atlas`,
      width: image.width,
      height: image.height,
      data: new Uint8Array(image.data.buffer),
      format: 'rgba8unorm',
      mipLevels: this.context.device.getMipLevelCount(image.width, image.height),
      sampler: {
        minFilter: 'linear',
        magFilter: 'linear',
        mipmapFilter: 'linear',
        addressModeU: 'clamp-to-edge',
        addressModeV: 'clamp-to-edge',
      },
    });
    texture.generateMipmapsWebGL();
    return texture;
  }
}

function fraction([red, green, blue, alpha]: Rgba): number[] {
  return [red / 255, green / 255, blue / 255, alpha / 255];
}
