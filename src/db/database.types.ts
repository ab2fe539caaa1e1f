// Written by `npm run db:types` from the migrations; never edited by hand.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      activities: {
        Row: {
          area_id: number | null;
          client_id: string;
          held_at: string;
          id: number;
          kind: string;
          member_id: number;
          note: string | null;
          people: number | null;
          plan_id: number | null;
          planned_at: string | null;
          recorded_at: string;
          site_id: number | null;
          unit_id: number;
          withdrawn_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          area_id?: number | null;
          client_id: string;
          held_at: string;
          id?: number;
          kind: string;
          member_id: number;
          note?: string | null;
          people?: number | null;
          plan_id?: number | null;
          planned_at?: string | null;
          recorded_at?: string;
          site_id?: number | null;
          unit_id: number;
          withdrawn_at?: string | null;
        };
        Update: {
          area_id?: number | null;
          client_id?: string;
          held_at?: string;
          id?: number;
          kind?: string;
          member_id?: number;
          note?: string | null;
          people?: number | null;
          plan_id?: number | null;
          planned_at?: string | null;
          recorded_at?: string;
          site_id?: number | null;
          unit_id?: number;
          withdrawn_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'activities_area_id_fkey';
            columns: ['area_id'];
            isOneToOne: false;
            referencedRelation: 'areas';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'activities_kind_fkey';
            columns: ['kind'];
            isOneToOne: false;
            referencedRelation: 'activity_kinds';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'activities_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'activities_plan_id_fkey';
            columns: ['plan_id'];
            isOneToOne: false;
            referencedRelation: 'activity_plans';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'activities_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'activities_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      activity_kinds: {
        Row: {
          id: string;
          name_en: string;
          name_zh: string;
          ordinal: number;
        };
        ComputedFields: never;
        Insert: {
          id: string;
          name_en: string;
          name_zh: string;
          ordinal: number;
        };
        Update: {
          id?: string;
          name_en?: string;
          name_zh?: string;
          ordinal?: number;
        };
        Relationships: [];
      };
      activity_plans: {
        Row: {
          area_id: number | null;
          client_id: string;
          created_at: string;
          ended_at: string | null;
          id: number;
          kind: string;
          member_id: number;
          note: string | null;
          recurs: string;
          site_id: number | null;
          starts_at: string;
          unit_id: number;
          until: string | null;
        };
        ComputedFields: never;
        Insert: {
          area_id?: number | null;
          client_id: string;
          created_at?: string;
          ended_at?: string | null;
          id?: number;
          kind: string;
          member_id: number;
          note?: string | null;
          recurs?: string;
          site_id?: number | null;
          starts_at: string;
          unit_id: number;
          until?: string | null;
        };
        Update: {
          area_id?: number | null;
          client_id?: string;
          created_at?: string;
          ended_at?: string | null;
          id?: number;
          kind?: string;
          member_id?: number;
          note?: string | null;
          recurs?: string;
          site_id?: number | null;
          starts_at?: string;
          unit_id?: number;
          until?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'activity_plans_area_id_fkey';
            columns: ['area_id'];
            isOneToOne: false;
            referencedRelation: 'areas';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'activity_plans_kind_fkey';
            columns: ['kind'];
            isOneToOne: false;
            referencedRelation: 'activity_kinds';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'activity_plans_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'activity_plans_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'activity_plans_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      areas: {
        Row: {
          id: number;
          import_id: number | null;
          level: Database['public']['Enums']['area_level'];
          name: string;
          name_en: string | null;
          name_initials: string | null;
          outline: unknown;
          parent_id: number | null;
          path: unknown;
          point: unknown;
        };
        ComputedFields: never;
        Insert: {
          id?: number;
          import_id?: number | null;
          level: Database['public']['Enums']['area_level'];
          name: string;
          name_en?: string | null;
          name_initials?: string | null;
          outline?: unknown;
          parent_id?: number | null;
          path?: unknown;
          point?: unknown;
        };
        Update: {
          id?: number;
          import_id?: number | null;
          level?: Database['public']['Enums']['area_level'];
          name?: string;
          name_en?: string | null;
          name_initials?: string | null;
          outline?: unknown;
          parent_id?: number | null;
          path?: unknown;
          point?: unknown;
        };
        Relationships: [
          {
            foreignKeyName: 'areas_import_id_fkey';
            columns: ['import_id'];
            isOneToOne: false;
            referencedRelation: 'imports';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'areas_parent_id_fkey';
            columns: ['parent_id'];
            isOneToOne: false;
            referencedRelation: 'areas';
            referencedColumns: ['id'];
          },
        ];
      };
      base_features: {
        Row: {
          bridge: boolean;
          class: string;
          external_id: string | null;
          foot: boolean;
          geom: unknown;
          id: number;
          import_id: number | null;
          kind: string;
          layer: number;
          name: string | null;
          name_en: string | null;
          oneway: number;
          ref: string | null;
          source: string | null;
          tunnel: boolean;
        };
        ComputedFields: never;
        Insert: {
          bridge?: boolean;
          class: string;
          external_id?: string | null;
          foot?: boolean;
          geom: unknown;
          id?: number;
          import_id?: number | null;
          kind: string;
          layer?: number;
          name?: string | null;
          name_en?: string | null;
          oneway?: number;
          ref?: string | null;
          source?: string | null;
          tunnel?: boolean;
        };
        Update: {
          bridge?: boolean;
          class?: string;
          external_id?: string | null;
          foot?: boolean;
          geom?: unknown;
          id?: number;
          import_id?: number | null;
          kind?: string;
          layer?: number;
          name?: string | null;
          name_en?: string | null;
          oneway?: number;
          ref?: string | null;
          source?: string | null;
          tunnel?: boolean;
        };
        Relationships: [
          {
            foreignKeyName: 'base_features_import_id_fkey';
            columns: ['import_id'];
            isOneToOne: false;
            referencedRelation: 'imports';
            referencedColumns: ['id'];
          },
        ];
      };
      calendar_days: {
        Row: {
          day: string;
          kind: string;
          name: string;
        };
        ComputedFields: never;
        Insert: {
          day: string;
          kind: string;
          name: string;
        };
        Update: {
          day?: string;
          kind?: string;
          name?: string;
        };
        Relationships: [];
      };
      catalogues: {
        Row: {
          client_id: string | null;
          edition: string;
          id: number;
          in_force_from: string;
          member_id: number | null;
          note: string | null;
        };
        ComputedFields: never;
        Insert: {
          client_id?: string | null;
          edition: string;
          id?: number;
          in_force_from: string;
          member_id?: number | null;
          note?: string | null;
        };
        Update: {
          client_id?: string | null;
          edition?: string;
          id?: number;
          in_force_from?: string;
          member_id?: number | null;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'catalogues_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
        ];
      };
      crew_leave: {
        Row: {
          crew_id: number | null;
          from_day: string;
          id: number;
          member_id: number | null;
          reason: string | null;
          to_day: string;
          unit_id: number;
        };
        ComputedFields: never;
        Insert: {
          crew_id?: number | null;
          from_day: string;
          id?: number;
          member_id?: number | null;
          reason?: string | null;
          to_day: string;
          unit_id: number;
        };
        Update: {
          crew_id?: number | null;
          from_day?: string;
          id?: number;
          member_id?: number | null;
          reason?: string | null;
          to_day?: string;
          unit_id?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'crew_leave_crew_id_fkey';
            columns: ['crew_id'];
            isOneToOne: false;
            referencedRelation: 'patrol_crews';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'crew_leave_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'crew_leave_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      default_units: {
        Row: {
          area_id: number | null;
          code: number | null;
          id: number;
          site_type: string | null;
          unit_id: number;
        };
        ComputedFields: never;
        Insert: {
          area_id?: number | null;
          code?: number | null;
          id?: number;
          site_type?: string | null;
          unit_id: number;
        };
        Update: {
          area_id?: number | null;
          code?: number | null;
          id?: number;
          site_type?: string | null;
          unit_id?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'default_units_area_id_fkey';
            columns: ['area_id'];
            isOneToOne: false;
            referencedRelation: 'areas';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'default_units_site_type_fkey';
            columns: ['site_type'];
            isOneToOne: false;
            referencedRelation: 'site_types';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'default_units_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      export_templates: {
        Row: {
          bytes: string;
          id: number;
          member_id: number | null;
          name: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          bytes: string;
          id?: number;
          member_id?: number | null;
          name: string;
          updated_at?: string;
        };
        Update: {
          bytes?: string;
          id?: number;
          member_id?: number | null;
          name?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'export_templates_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
        ];
      };
      hour_bands: {
        Row: {
          ends: string;
          id: string;
          starts: string;
        };
        ComputedFields: never;
        Insert: {
          ends: string;
          id: string;
          starts: string;
        };
        Update: {
          ends?: string;
          id?: string;
          starts?: string;
        };
        Relationships: [];
      };
      imports: {
        Row: {
          created_at: string;
          datum: string;
          file_name: string;
          id: number;
          kind: string;
          member_id: number | null;
          row_count: number;
          source: NonNullable<Json>;
          undone_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          datum?: string;
          file_name: string;
          id?: number;
          kind: string;
          member_id?: number | null;
          row_count?: number;
          source?: NonNullable<Json>;
          undone_at?: string | null;
        };
        Update: {
          created_at?: string;
          datum?: string;
          file_name?: string;
          id?: number;
          kind?: string;
          member_id?: number | null;
          row_count?: number;
          source?: NonNullable<Json>;
          undone_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'imports_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
        ];
      };
      indicators: {
        Row: {
          applies_to: string[];
          catalogue_id: number;
          clock: Database['public']['Enums']['clock_kind'];
          clock_amount: number;
          code: number;
          hour_sensitive: boolean;
          name_en: string;
          name_zh: string;
          rule: Database['public']['Enums']['rule_kind'];
          rule_count: number | null;
          rule_count_by_type: NonNullable<Json>;
          valid_days: number;
          veto: boolean;
          weight: number;
        };
        ComputedFields: never;
        Insert: {
          applies_to: string[];
          catalogue_id: number;
          clock: Database['public']['Enums']['clock_kind'];
          clock_amount: number;
          code: number;
          hour_sensitive?: boolean;
          name_en: string;
          name_zh: string;
          rule?: Database['public']['Enums']['rule_kind'];
          rule_count?: number | null;
          rule_count_by_type?: NonNullable<Json>;
          valid_days: number;
          veto?: boolean;
          weight: number;
        };
        Update: {
          applies_to?: string[];
          catalogue_id?: number;
          clock?: Database['public']['Enums']['clock_kind'];
          clock_amount?: number;
          code?: number;
          hour_sensitive?: boolean;
          name_en?: string;
          name_zh?: string;
          rule?: Database['public']['Enums']['rule_kind'];
          rule_count?: number | null;
          rule_count_by_type?: NonNullable<Json>;
          valid_days?: number;
          veto?: boolean;
          weight?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'indicators_catalogue_id_fkey';
            columns: ['catalogue_id'];
            isOneToOne: false;
            referencedRelation: 'catalogues';
            referencedColumns: ['id'];
          },
        ];
      };
      inspections: {
        Row: {
          catalogue_id: number;
          client_id: string | null;
          finished_at: string;
          id: number;
          kind: Database['public']['Enums']['inspection_kind'];
          member_id: number | null;
          note: string | null;
          recorded_at: string;
          site_id: number;
          started_at: string;
          unit_id: number | null;
        };
        ComputedFields: never;
        Insert: {
          catalogue_id: number;
          client_id?: string | null;
          finished_at: string;
          id?: number;
          kind: Database['public']['Enums']['inspection_kind'];
          member_id?: number | null;
          note?: string | null;
          recorded_at?: string;
          site_id: number;
          started_at: string;
          unit_id?: number | null;
        };
        Update: {
          catalogue_id?: number;
          client_id?: string | null;
          finished_at?: string;
          id?: number;
          kind?: Database['public']['Enums']['inspection_kind'];
          member_id?: number | null;
          note?: string | null;
          recorded_at?: string;
          site_id?: number;
          started_at?: string;
          unit_id?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'inspections_catalogue_id_fkey';
            columns: ['catalogue_id'];
            isOneToOne: false;
            referencedRelation: 'catalogues';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'inspections_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'inspections_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'inspections_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      issue_events: {
        Row: {
          check_by_at: string | null;
          client_id: string | null;
          deadline_after: string | null;
          deadline_at: string | null;
          id: number;
          import_id: number | null;
          issue_id: number;
          kind: Database['public']['Enums']['issue_event_kind'];
          member_id: number | null;
          merged_after: number | null;
          merged_into: number | null;
          note: string | null;
          occurred_at: string;
          payload: NonNullable<Json>;
          reason: string | null;
          recheck_due_after: string | null;
          recheck_due_at: string | null;
          recorded_at: string;
          resumes_after: string | null;
          resumes_at: string | null;
          state_after: Database['public']['Enums']['issue_state'];
          to_unit_id: number | null;
          unit_id: number | null;
        };
        ComputedFields: never;
        Insert: {
          check_by_at?: string | null;
          client_id?: string | null;
          deadline_after?: string | null;
          deadline_at?: string | null;
          id?: number;
          import_id?: number | null;
          issue_id: number;
          kind: Database['public']['Enums']['issue_event_kind'];
          member_id?: number | null;
          merged_after?: number | null;
          merged_into?: number | null;
          note?: string | null;
          occurred_at: string;
          payload?: NonNullable<Json>;
          reason?: string | null;
          recheck_due_after?: string | null;
          recheck_due_at?: string | null;
          recorded_at?: string;
          resumes_after?: string | null;
          resumes_at?: string | null;
          state_after: Database['public']['Enums']['issue_state'];
          to_unit_id?: number | null;
          unit_id?: number | null;
        };
        Update: {
          check_by_at?: string | null;
          client_id?: string | null;
          deadline_after?: string | null;
          deadline_at?: string | null;
          id?: number;
          import_id?: number | null;
          issue_id?: number;
          kind?: Database['public']['Enums']['issue_event_kind'];
          member_id?: number | null;
          merged_after?: number | null;
          merged_into?: number | null;
          note?: string | null;
          occurred_at?: string;
          payload?: NonNullable<Json>;
          reason?: string | null;
          recheck_due_after?: string | null;
          recheck_due_at?: string | null;
          recorded_at?: string;
          resumes_after?: string | null;
          resumes_at?: string | null;
          state_after?: Database['public']['Enums']['issue_state'];
          to_unit_id?: number | null;
          unit_id?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'issue_events_issue_id_fkey';
            columns: ['issue_id'];
            isOneToOne: false;
            referencedRelation: 'issues';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'issue_events_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'issue_events_merged_into_fkey';
            columns: ['merged_into'];
            isOneToOne: false;
            referencedRelation: 'issues';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'issue_events_to_unit_id_fkey';
            columns: ['to_unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'issue_events_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      issue_words: {
        Row: {
          id: string;
          kind: string;
          name_en: string;
          name_zh: string;
        };
        ComputedFields: never;
        Insert: {
          id: string;
          kind: string;
          name_en: string;
          name_zh: string;
        };
        Update: {
          id?: string;
          kind?: string;
          name_en?: string;
          name_zh?: string;
        };
        Relationships: [];
      };
      issues: {
        Row: {
          alert_at: string | null;
          alert_level: number | null;
          area_id: number | null;
          assisting_unit_ids: number[];
          catalogue_id: number;
          check_by_at: string | null;
          closed_at: string | null;
          code: number;
          deadline_at: string | null;
          deferral_asked: boolean;
          description: string | null;
          event_count: number;
          extension_asked: boolean;
          extension_count: number;
          id: number;
          import_id: number | null;
          import_key: string | null;
          lead_unit_id: number | null;
          measures: string | null;
          merged_into: number | null;
          number: string | null;
          person: string | null;
          photo_waived: boolean;
          point: unknown;
          recheck_due_at: string | null;
          relapse_count: number;
          reported_at: string;
          reported_by: number | null;
          resumes_at: string | null;
          rework_count: number;
          search_text: string | null;
          site_id: number | null;
          site_type: string | null;
          source: Database['public']['Enums']['issue_source'];
          source_number: string | null;
          state: Database['public']['Enums']['issue_state'];
          state_since: string | null;
          supervised: boolean;
        };
        ComputedFields: never;
        Insert: {
          alert_at?: string | null;
          alert_level?: number | null;
          area_id?: number | null;
          assisting_unit_ids?: number[];
          catalogue_id: number;
          check_by_at?: string | null;
          closed_at?: string | null;
          code: number;
          deadline_at?: string | null;
          deferral_asked?: boolean;
          description?: string | null;
          event_count?: number;
          extension_asked?: boolean;
          extension_count?: number;
          id?: number;
          import_id?: number | null;
          import_key?: string | null;
          lead_unit_id?: number | null;
          measures?: string | null;
          merged_into?: number | null;
          number?: string | null;
          person?: string | null;
          photo_waived?: boolean;
          point: unknown;
          recheck_due_at?: string | null;
          relapse_count?: number;
          reported_at: string;
          reported_by?: number | null;
          resumes_at?: string | null;
          rework_count?: number;
          search_text?: string | null;
          site_id?: number | null;
          site_type?: string | null;
          source: Database['public']['Enums']['issue_source'];
          source_number?: string | null;
          state?: Database['public']['Enums']['issue_state'];
          state_since?: string | null;
          supervised?: boolean;
        };
        Update: {
          alert_at?: string | null;
          alert_level?: number | null;
          area_id?: number | null;
          assisting_unit_ids?: number[];
          catalogue_id?: number;
          check_by_at?: string | null;
          closed_at?: string | null;
          code?: number;
          deadline_at?: string | null;
          deferral_asked?: boolean;
          description?: string | null;
          event_count?: number;
          extension_asked?: boolean;
          extension_count?: number;
          id?: number;
          import_id?: number | null;
          import_key?: string | null;
          lead_unit_id?: number | null;
          measures?: string | null;
          merged_into?: number | null;
          number?: string | null;
          person?: string | null;
          photo_waived?: boolean;
          point?: unknown;
          recheck_due_at?: string | null;
          relapse_count?: number;
          reported_at?: string;
          reported_by?: number | null;
          resumes_at?: string | null;
          rework_count?: number;
          search_text?: string | null;
          site_id?: number | null;
          site_type?: string | null;
          source?: Database['public']['Enums']['issue_source'];
          source_number?: string | null;
          state?: Database['public']['Enums']['issue_state'];
          state_since?: string | null;
          supervised?: boolean;
        };
        Relationships: [
          {
            foreignKeyName: 'issues_area_id_fkey';
            columns: ['area_id'];
            isOneToOne: false;
            referencedRelation: 'areas';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'issues_catalogue_id_code_fkey';
            columns: ['catalogue_id', 'code'];
            isOneToOne: false;
            referencedRelation: 'indicators';
            referencedColumns: ['catalogue_id', 'code'];
          },
          {
            foreignKeyName: 'issues_import_id_fkey';
            columns: ['import_id'];
            isOneToOne: false;
            referencedRelation: 'imports';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'issues_lead_unit_id_fkey';
            columns: ['lead_unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'issues_merged_into_fkey';
            columns: ['merged_into'];
            isOneToOne: false;
            referencedRelation: 'issues';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'issues_reported_by_fkey';
            columns: ['reported_by'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'issues_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
        ];
      };
      members: {
        Row: {
          active: boolean;
          area_id: number | null;
          created_at: string;
          id: number;
          is_captain: boolean;
          name: string;
          role: Database['public']['Enums']['member_role'];
          site_id: number | null;
          unit_id: number | null;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          active?: boolean;
          area_id?: number | null;
          created_at?: string;
          id?: number;
          is_captain?: boolean;
          name: string;
          role: Database['public']['Enums']['member_role'];
          site_id?: number | null;
          unit_id?: number | null;
          user_id?: string | null;
        };
        Update: {
          active?: boolean;
          area_id?: number | null;
          created_at?: string;
          id?: number;
          is_captain?: boolean;
          name?: string;
          role?: Database['public']['Enums']['member_role'];
          site_id?: number | null;
          unit_id?: number | null;
          user_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'members_area_id_fkey';
            columns: ['area_id'];
            isOneToOne: false;
            referencedRelation: 'areas';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'members_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'members_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      notification_marks: {
        Row: {
          member_id: number;
          read_event_id: number;
        };
        ComputedFields: never;
        Insert: {
          member_id: number;
          read_event_id: number;
        };
        Update: {
          member_id?: number;
          read_event_id?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'notification_marks_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: true;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
        ];
      };
      observations: {
        Row: {
          catalogue_id: number;
          code: number;
          counted: number | null;
          grade: string | null;
          id: number;
          inspection_id: number | null;
          issue_id: number | null;
          mock: boolean;
          note: string | null;
          observed_at: string;
          recorded_at: string;
          result: Database['public']['Enums']['observation_result'];
          samples_good: number | null;
          samples_total: number | null;
          site_id: number;
          value: number | null;
        };
        ComputedFields: never;
        Insert: {
          catalogue_id: number;
          code: number;
          counted?: number | null;
          grade?: string | null;
          id?: number;
          inspection_id?: number | null;
          issue_id?: number | null;
          mock?: boolean;
          note?: string | null;
          observed_at: string;
          recorded_at?: string;
          result: Database['public']['Enums']['observation_result'];
          samples_good?: number | null;
          samples_total?: number | null;
          site_id: number;
          value?: number | null;
        };
        Update: {
          catalogue_id?: number;
          code?: number;
          counted?: number | null;
          grade?: string | null;
          id?: number;
          inspection_id?: number | null;
          issue_id?: number | null;
          mock?: boolean;
          note?: string | null;
          observed_at?: string;
          recorded_at?: string;
          result?: Database['public']['Enums']['observation_result'];
          samples_good?: number | null;
          samples_total?: number | null;
          site_id?: number;
          value?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'observations_catalogue_id_code_fkey';
            columns: ['catalogue_id', 'code'];
            isOneToOne: false;
            referencedRelation: 'indicators';
            referencedColumns: ['catalogue_id', 'code'];
          },
          {
            foreignKeyName: 'observations_inspection_id_fkey';
            columns: ['inspection_id'];
            isOneToOne: false;
            referencedRelation: 'inspections';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'observations_issue_id_fkey';
            columns: ['issue_id'];
            isOneToOne: false;
            referencedRelation: 'issues';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'observations_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
        ];
      };
      pairings: {
        Row: {
          id: number;
          leader: string | null;
          site_id: number;
          unit_id: number;
          valid_from: string;
          valid_to: string | null;
        };
        ComputedFields: never;
        Insert: {
          id?: number;
          leader?: string | null;
          site_id: number;
          unit_id: number;
          valid_from: string;
          valid_to?: string | null;
        };
        Update: {
          id?: number;
          leader?: string | null;
          site_id?: number;
          unit_id?: number;
          valid_from?: string;
          valid_to?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'pairings_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'pairings_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      patrol_crews: {
        Row: {
          active: boolean;
          end_point: unknown;
          id: number;
          member_ids: number[];
          mode: string;
          name: string;
          shift_id: number | null;
          skills: number[];
          start_point: unknown;
          unit_id: number;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          active?: boolean;
          end_point?: unknown;
          id?: number;
          member_ids: number[];
          mode: string;
          name: string;
          shift_id?: number | null;
          skills?: number[];
          start_point: unknown;
          unit_id: number;
          updated_at?: string;
          version?: number;
        };
        Update: {
          active?: boolean;
          end_point?: unknown;
          id?: number;
          member_ids?: number[];
          mode?: string;
          name?: string;
          shift_id?: number | null;
          skills?: number[];
          start_point?: unknown;
          unit_id?: number;
          updated_at?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'patrol_crews_shift_id_fkey';
            columns: ['shift_id'];
            isOneToOne: false;
            referencedRelation: 'patrol_shifts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_crews_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      patrol_plan_routes: {
        Row: {
          crew_id: number;
          departs_at: string;
          distance_meters: number;
          id: number;
          member_ids: number[];
          mode: string;
          on_day: string;
          path: unknown;
          plan_id: number;
          returns_at: string;
          travel_seconds: number;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          crew_id: number;
          departs_at: string;
          distance_meters: number;
          id?: number;
          member_ids: number[];
          mode: string;
          on_day: string;
          path?: unknown;
          plan_id: number;
          returns_at: string;
          travel_seconds: number;
          version: number;
        };
        Update: {
          crew_id?: number;
          departs_at?: string;
          distance_meters?: number;
          id?: number;
          member_ids?: number[];
          mode?: string;
          on_day?: string;
          path?: unknown;
          plan_id?: number;
          returns_at?: string;
          travel_seconds?: number;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'patrol_plan_routes_crew_id_fkey';
            columns: ['crew_id'];
            isOneToOne: false;
            referencedRelation: 'patrol_crews';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_plan_routes_plan_id_version_fkey';
            columns: ['plan_id', 'version'];
            isOneToOne: false;
            referencedRelation: 'patrol_plan_versions';
            referencedColumns: ['plan_id', 'version'];
          },
        ];
      };
      patrol_plan_stops: {
        Row: {
          arrives_at: string;
          id: number;
          kind: string;
          pinned_crew: boolean;
          pinned_day: boolean;
          pinned_time: boolean;
          reasons: NonNullable<Json>;
          route_id: number;
          sequence: number;
          service_seconds: number;
          site_id: number;
        };
        ComputedFields: never;
        Insert: {
          arrives_at: string;
          id?: number;
          kind?: string;
          pinned_crew?: boolean;
          pinned_day?: boolean;
          pinned_time?: boolean;
          reasons?: NonNullable<Json>;
          route_id: number;
          sequence: number;
          service_seconds: number;
          site_id: number;
        };
        Update: {
          arrives_at?: string;
          id?: number;
          kind?: string;
          pinned_crew?: boolean;
          pinned_day?: boolean;
          pinned_time?: boolean;
          reasons?: NonNullable<Json>;
          route_id?: number;
          sequence?: number;
          service_seconds?: number;
          site_id?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'patrol_plan_stops_route_id_fkey';
            columns: ['route_id'];
            isOneToOne: false;
            referencedRelation: 'patrol_plan_routes';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_plan_stops_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
        ];
      };
      patrol_plan_unserved: {
        Row: {
          code: string;
          id: number;
          plan_id: number;
          reason_en: string;
          reason_zh: string;
          site_id: number;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          id?: number;
          plan_id: number;
          reason_en: string;
          reason_zh: string;
          site_id: number;
          version: number;
        };
        Update: {
          code?: string;
          id?: number;
          plan_id?: number;
          reason_en?: string;
          reason_zh?: string;
          site_id?: number;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'patrol_plan_unserved_plan_id_version_fkey';
            columns: ['plan_id', 'version'];
            isOneToOne: false;
            referencedRelation: 'patrol_plan_versions';
            referencedColumns: ['plan_id', 'version'];
          },
          {
            foreignKeyName: 'patrol_plan_unserved_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
        ];
      };
      patrol_plan_versions: {
        Row: {
          area: unknown;
          choices: NonNullable<Json>;
          crews: NonNullable<Json>;
          days: number;
          from_day: string;
          measures: NonNullable<Json>;
          plan_id: number;
          policy: NonNullable<Json>;
          published_at: string | null;
          published_by: number | null;
          seed: number;
          state: string;
          version: number;
          zone_id: number | null;
        };
        ComputedFields: never;
        Insert: {
          area?: unknown;
          choices?: NonNullable<Json>;
          crews?: NonNullable<Json>;
          days: number;
          from_day: string;
          measures?: NonNullable<Json>;
          plan_id: number;
          policy: NonNullable<Json>;
          published_at?: string | null;
          published_by?: number | null;
          seed?: number;
          state?: string;
          version: number;
          zone_id?: number | null;
        };
        Update: {
          area?: unknown;
          choices?: NonNullable<Json>;
          crews?: NonNullable<Json>;
          days?: number;
          from_day?: string;
          measures?: NonNullable<Json>;
          plan_id?: number;
          policy?: NonNullable<Json>;
          published_at?: string | null;
          published_by?: number | null;
          seed?: number;
          state?: string;
          version?: number;
          zone_id?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'patrol_plan_versions_plan_id_fkey';
            columns: ['plan_id'];
            isOneToOne: false;
            referencedRelation: 'patrol_plans';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_plan_versions_published_by_fkey';
            columns: ['published_by'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_plan_versions_zone_id_fkey';
            columns: ['zone_id'];
            isOneToOne: false;
            referencedRelation: 'zones';
            referencedColumns: ['id'];
          },
        ];
      };
      patrol_plans: {
        Row: {
          client_id: string;
          created_at: string;
          created_by: number | null;
          draft_version: number | null;
          id: number;
          name: string;
          published_version: number | null;
          revision: number;
          state: string;
          unit_id: number;
          updated_at: string;
          updated_by: number | null;
        };
        ComputedFields: never;
        Insert: {
          client_id: string;
          created_at: string;
          created_by?: number | null;
          draft_version?: number | null;
          id?: number;
          name: string;
          published_version?: number | null;
          revision?: number;
          state?: string;
          unit_id: number;
          updated_at: string;
          updated_by?: number | null;
        };
        Update: {
          client_id?: string;
          created_at?: string;
          created_by?: number | null;
          draft_version?: number | null;
          id?: number;
          name?: string;
          published_version?: number | null;
          revision?: number;
          state?: string;
          unit_id?: number;
          updated_at?: string;
          updated_by?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'patrol_plans_created_by_fkey';
            columns: ['created_by'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_plans_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_plans_updated_by_fkey';
            columns: ['updated_by'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
        ];
      };
      patrol_policies: {
        Row: {
          id: number;
          member_id: number | null;
          policy: NonNullable<Json>;
          unit_id: number | null;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          id?: number;
          member_id?: number | null;
          policy: NonNullable<Json>;
          unit_id?: number | null;
          updated_at?: string;
          version?: number;
        };
        Update: {
          id?: number;
          member_id?: number | null;
          policy?: NonNullable<Json>;
          unit_id?: number | null;
          updated_at?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'patrol_policies_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_policies_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: true;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      patrol_shifts: {
        Row: {
          break_ends: string | null;
          break_minutes: number | null;
          break_starts: string | null;
          ends: string;
          id: number;
          name: string;
          starts: string;
          unit_id: number;
          weekdays: number[];
        };
        ComputedFields: never;
        Insert: {
          break_ends?: string | null;
          break_minutes?: number | null;
          break_starts?: string | null;
          ends: string;
          id?: number;
          name: string;
          starts: string;
          unit_id: number;
          weekdays?: number[];
        };
        Update: {
          break_ends?: string | null;
          break_minutes?: number | null;
          break_starts?: string | null;
          ends?: string;
          id?: number;
          name?: string;
          starts?: string;
          unit_id?: number;
          weekdays?: number[];
        };
        Relationships: [
          {
            foreignKeyName: 'patrol_shifts_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      patrol_stop_events: {
        Row: {
          carried_from: number | null;
          client_id: string | null;
          id: number;
          inspection_id: number | null;
          kind: string;
          member_id: number;
          occurred_at: string;
          reason: string | null;
          recorded_at: string;
          stop_id: number;
        };
        ComputedFields: never;
        Insert: {
          carried_from?: number | null;
          client_id?: string | null;
          id?: number;
          inspection_id?: number | null;
          kind: string;
          member_id: number;
          occurred_at: string;
          reason?: string | null;
          recorded_at: string;
          stop_id: number;
        };
        Update: {
          carried_from?: number | null;
          client_id?: string | null;
          id?: number;
          inspection_id?: number | null;
          kind?: string;
          member_id?: number;
          occurred_at?: string;
          reason?: string | null;
          recorded_at?: string;
          stop_id?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'patrol_stop_events_carried_from_fkey';
            columns: ['carried_from'];
            isOneToOne: false;
            referencedRelation: 'patrol_stop_events';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_stop_events_inspection_id_fkey';
            columns: ['inspection_id'];
            isOneToOne: false;
            referencedRelation: 'inspections';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_stop_events_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'patrol_stop_events_stop_id_fkey';
            columns: ['stop_id'];
            isOneToOne: false;
            referencedRelation: 'patrol_plan_stops';
            referencedColumns: ['id'];
          },
        ];
      };
      photo_files: {
        Row: {
          bytes: string;
          drawn: boolean;
          height: number;
          mime: string;
          sha256: string;
          width: number;
        };
        ComputedFields: never;
        Insert: {
          bytes: string;
          drawn?: boolean;
          height: number;
          mime: string;
          sha256: string;
          width: number;
        };
        Update: {
          bytes?: string;
          drawn?: boolean;
          height?: number;
          mime?: string;
          sha256?: string;
          width?: number;
        };
        Relationships: [];
      };
      photos: {
        Row: {
          activity_id: number | null;
          caption: string | null;
          event_id: number | null;
          id: number;
          issue_id: number | null;
          member_id: number | null;
          observation_id: number | null;
          perceptual_hash: unknown;
          point: unknown;
          recorded_at: string;
          sha256: string;
          site_id: number | null;
          stage: string;
          taken_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          activity_id?: number | null;
          caption?: string | null;
          event_id?: number | null;
          id?: number;
          issue_id?: number | null;
          member_id?: number | null;
          observation_id?: number | null;
          perceptual_hash?: unknown;
          point?: unknown;
          recorded_at?: string;
          sha256: string;
          site_id?: number | null;
          stage: string;
          taken_at?: string | null;
        };
        Update: {
          activity_id?: number | null;
          caption?: string | null;
          event_id?: number | null;
          id?: number;
          issue_id?: number | null;
          member_id?: number | null;
          observation_id?: number | null;
          perceptual_hash?: unknown;
          point?: unknown;
          recorded_at?: string;
          sha256?: string;
          site_id?: number | null;
          stage?: string;
          taken_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'photos_activity_id_fkey';
            columns: ['activity_id'];
            isOneToOne: false;
            referencedRelation: 'activities';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'photos_event_id_fkey';
            columns: ['event_id'];
            isOneToOne: false;
            referencedRelation: 'issue_events';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'photos_issue_id_fkey';
            columns: ['issue_id'];
            isOneToOne: false;
            referencedRelation: 'issues';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'photos_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'photos_observation_id_fkey';
            columns: ['observation_id'];
            isOneToOne: false;
            referencedRelation: 'observations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'photos_sha256_fkey';
            columns: ['sha256'];
            isOneToOne: false;
            referencedRelation: 'photo_files';
            referencedColumns: ['sha256'];
          },
          {
            foreignKeyName: 'photos_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
        ];
      };
      relapse_rates: {
        Row: {
          closed: number;
          kind: string;
          ref: number;
          relapsed: number;
        };
        ComputedFields: never;
        Insert: {
          closed: number;
          kind: string;
          ref: number;
          relapsed: number;
        };
        Update: {
          closed?: number;
          kind?: string;
          ref?: number;
          relapsed?: number;
        };
        Relationships: [];
      };
      road_edges: {
        Row: {
          class: string;
          feature_id: number;
          foot: boolean;
          from_node: number;
          geom: unknown;
          id: number;
          layer: number;
          length_meters: number;
          oneway: number;
          to_node: number;
        };
        ComputedFields: never;
        Insert: {
          class: string;
          feature_id: number;
          foot: boolean;
          from_node: number;
          geom: unknown;
          id?: number;
          layer: number;
          length_meters: number;
          oneway: number;
          to_node: number;
        };
        Update: {
          class?: string;
          feature_id?: number;
          foot?: boolean;
          from_node?: number;
          geom?: unknown;
          id?: number;
          layer?: number;
          length_meters?: number;
          oneway?: number;
          to_node?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'road_edges_feature_id_fkey';
            columns: ['feature_id'];
            isOneToOne: false;
            referencedRelation: 'base_features';
            referencedColumns: ['id'];
          },
        ];
      };
      saved_filters: {
        Row: {
          id: number;
          member_id: number;
          name: string;
          updated_at: string;
          view: NonNullable<Json>;
        };
        ComputedFields: never;
        Insert: {
          id?: number;
          member_id: number;
          name: string;
          updated_at?: string;
          view: NonNullable<Json>;
        };
        Update: {
          id?: number;
          member_id?: number;
          name?: string;
          updated_at?: string;
          view?: NonNullable<Json>;
        };
        Relationships: [
          {
            foreignKeyName: 'saved_filters_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
        ];
      };
      settings: {
        Row: {
          key: string;
          value: NonNullable<Json>;
        };
        ComputedFields: never;
        Insert: {
          key: string;
          value: NonNullable<Json>;
        };
        Update: {
          key?: string;
          value?: NonNullable<Json>;
        };
        Relationships: [];
      };
      site_status_periods: {
        Row: {
          code: number | null;
          coverage: number;
          deadline_at: string | null;
          deferred: boolean;
          drawn: number;
          from_at: string;
          id: number;
          issue_id: number | null;
          lapses_at: string | null;
          reason: Database['public']['Enums']['status_reason'];
          recheck_due: boolean;
          score: number | null;
          site_id: number;
          status: Database['public']['Enums']['site_status'];
          to_at: string | null;
        };
        ComputedFields: never;
        Insert: {
          code?: number | null;
          coverage: number;
          deadline_at?: string | null;
          deferred?: boolean;
          drawn?: never;
          from_at: string;
          id?: number;
          issue_id?: number | null;
          lapses_at?: string | null;
          reason: Database['public']['Enums']['status_reason'];
          recheck_due?: boolean;
          score?: number | null;
          site_id: number;
          status: Database['public']['Enums']['site_status'];
          to_at?: string | null;
        };
        Update: {
          code?: number | null;
          coverage?: number;
          deadline_at?: string | null;
          deferred?: boolean;
          drawn?: never;
          from_at?: string;
          id?: number;
          issue_id?: number | null;
          lapses_at?: string | null;
          reason?: Database['public']['Enums']['status_reason'];
          recheck_due?: boolean;
          score?: number | null;
          site_id?: number;
          status?: Database['public']['Enums']['site_status'];
          to_at?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'site_status_periods_issue_id_fkey';
            columns: ['issue_id'];
            isOneToOne: false;
            referencedRelation: 'issues';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'site_status_periods_site_id_fkey';
            columns: ['site_id'];
            isOneToOne: false;
            referencedRelation: 'sites';
            referencedColumns: ['id'];
          },
        ];
      };
      site_types: {
        Row: {
          code: string;
          id: string;
          name_en: string;
          name_zh: string;
          ordinal: number;
        };
        ComputedFields: never;
        Insert: {
          code: string;
          id: string;
          name_en: string;
          name_zh: string;
          ordinal: number;
        };
        Update: {
          code?: string;
          id?: string;
          name_en?: string;
          name_zh?: string;
          ordinal?: number;
        };
        Relationships: [];
      };
      sites: {
        Row: {
          address: string | null;
          area_id: number | null;
          closed_at: string | null;
          external_id: string | null;
          geom: unknown;
          id: number;
          import_id: number | null;
          name: string;
          name_initials: string | null;
          opened_at: string;
          person: string | null;
          phone: string | null;
          point: unknown;
          type: string;
          unit_id: number | null;
        };
        ComputedFields: never;
        Insert: {
          address?: string | null;
          area_id?: number | null;
          closed_at?: string | null;
          external_id?: string | null;
          geom: unknown;
          id?: number;
          import_id?: number | null;
          name: string;
          name_initials?: string | null;
          opened_at?: string;
          person?: string | null;
          phone?: string | null;
          point: unknown;
          type: string;
          unit_id?: number | null;
        };
        Update: {
          address?: string | null;
          area_id?: number | null;
          closed_at?: string | null;
          external_id?: string | null;
          geom?: unknown;
          id?: number;
          import_id?: number | null;
          name?: string;
          name_initials?: string | null;
          opened_at?: string;
          person?: string | null;
          phone?: string | null;
          point?: unknown;
          type?: string;
          unit_id?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: 'sites_area_id_fkey';
            columns: ['area_id'];
            isOneToOne: false;
            referencedRelation: 'areas';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'sites_import_id_fkey';
            columns: ['import_id'];
            isOneToOne: false;
            referencedRelation: 'imports';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'sites_type_fkey';
            columns: ['type'];
            isOneToOne: false;
            referencedRelation: 'site_types';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'sites_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      talks: {
        Row: {
          client_id: string;
          decided_at: string;
          decision: string;
          id: number;
          member_id: number;
          note: string | null;
          red_cards: number;
          unit_id: number;
        };
        ComputedFields: never;
        Insert: {
          client_id: string;
          decided_at?: string;
          decision: string;
          id?: number;
          member_id: number;
          note?: string | null;
          red_cards: number;
          unit_id: number;
        };
        Update: {
          client_id?: string;
          decided_at?: string;
          decision?: string;
          id?: number;
          member_id?: number;
          note?: string | null;
          red_cards?: number;
          unit_id?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'talks_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'talks_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
      units: {
        Row: {
          area_id: number | null;
          id: number;
          kind: Database['public']['Enums']['unit_kind'];
          name: string;
          name_initials: string | null;
          site_types: string[];
        };
        ComputedFields: never;
        Insert: {
          area_id?: number | null;
          id?: number;
          kind: Database['public']['Enums']['unit_kind'];
          name: string;
          name_initials?: string | null;
          site_types?: string[];
        };
        Update: {
          area_id?: number | null;
          id?: number;
          kind?: Database['public']['Enums']['unit_kind'];
          name?: string;
          name_initials?: string | null;
          site_types?: string[];
        };
        Relationships: [
          {
            foreignKeyName: 'units_area_id_fkey';
            columns: ['area_id'];
            isOneToOne: false;
            referencedRelation: 'areas';
            referencedColumns: ['id'];
          },
        ];
      };
      working_hours: {
        Row: {
          ends: string;
          starts: string;
        };
        ComputedFields: never;
        Insert: {
          ends: string;
          starts: string;
        };
        Update: {
          ends?: string;
          starts?: string;
        };
        Relationships: [];
      };
      zones: {
        Row: {
          area: unknown;
          created_at: string;
          deleted_at: string | null;
          id: number;
          member_id: number;
          name: string;
          shape: NonNullable<Json>;
          unit_id: number | null;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          area: unknown;
          created_at?: string;
          deleted_at?: string | null;
          id?: number;
          member_id: number;
          name: string;
          shape?: NonNullable<Json>;
          unit_id?: number | null;
          updated_at?: string;
          version?: number;
        };
        Update: {
          area?: unknown;
          created_at?: string;
          deleted_at?: string | null;
          id?: number;
          member_id?: number;
          name?: string;
          shape?: NonNullable<Json>;
          unit_id?: number | null;
          updated_at?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'zones_member_id_fkey';
            columns: ['member_id'];
            isOneToOne: false;
            referencedRelation: 'members';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'zones_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      accept_issue: {
        Args: { client_id: string; issue_id: number; reason?: string; seen?: number };
        Returns: Json;
      };
      activity_counts: { Args: { by?: string; from_at: string; to_at: string }; Returns: Json };
      add_photo: {
        Args: {
          bytes_base64: string;
          caption?: string;
          issue_id?: number;
          lat?: number;
          lon?: number;
          perceptual_hash?: string;
          site_id?: number;
          stage: string;
          taken_at?: string;
        };
        Returns: Json;
      };
      area_compliance: {
        Args: { as_of?: string; level: string; parent_id?: number };
        Returns: Json;
      };
      area_outlines: { Args: { level: string }; Returns: Json };
      assign_issue: {
        Args: {
          assisting_unit_ids?: number[];
          client_id: string;
          deadline_at?: string;
          issue_id: number;
          measures?: string;
          person?: string;
          reason?: string;
          seen?: number;
          unit_id?: number;
        };
        Returns: Json;
      };
      base_map: { Args: Record<PropertyKey, never>; Returns: Json };
      city_lists: { Args: Record<PropertyKey, never>; Returns: Json };
      city_sites: { Args: { as_of?: string }; Returns: Json };
      city_status: { Args: { as_of?: string }; Returns: Json };
      comment_issue: {
        Args: { client_id: string; issue_id: number; note?: string };
        Returns: Json;
      };
      daily_open_issues: { Args: { from_day: string; to_day: string }; Returns: Json };
      decide_talk: {
        Args: { client_id: string; decision: string; note?: string; unit_id: number };
        Returns: Json;
      };
      delete_export_template: { Args: { template_id: number }; Returns: Json };
      delete_filter: { Args: { filter_id: number }; Returns: Json };
      delete_zone: { Args: { zone_id: number }; Returns: Json };
      edition_indicators: { Args: { catalogue_id: number }; Returns: Json };
      end_activity_plan: { Args: { plan_id: number }; Returns: Json };
      export_template: { Args: { template_id: number }; Returns: Json };
      grant_deferral: {
        Args: { client_id: string; issue_id: number; seen?: number; until?: string };
        Returns: Json;
      };
      grant_extension: {
        Args: { client_id: string; issue_id: number; seen?: number; until?: string };
        Returns: Json;
      };
      hotspot_cube: {
        Args: {
          cell_meters?: number;
          filters?: Json;
          from_at: string;
          step_days?: number;
          to_at: string;
        };
        Returns: Json;
      };
      import_areas: {
        Args: { datum: string; dry_run?: boolean; file_name: string; rows: Json };
        Returns: Json;
      };
      import_evidence: { Args: { rows: Json }; Returns: Json };
      import_features: {
        Args: { datum: string; dry_run?: boolean; file_name: string; rows: Json; source: string };
        Returns: Json;
      };
      import_issue_ids: { Args: { import_id: number }; Returns: number[] };
      import_ledger: { Args: { dry_run?: boolean; rows: Json; source: Json }; Returns: Json };
      import_sites: {
        Args: { datum: string; dry_run?: boolean; file_name: string; rows: Json; source?: Json };
        Returns: Json;
      };
      inspection_form: { Args: { site_id: number }; Returns: Json };
      issue_actions: { Args: { issue_id: number }; Returns: Json };
      issue_page: { Args: { issue_id: number }; Returns: Json };
      ledger_counts: { Args: { filters?: Json }; Returns: Json };
      ledger_details: { Args: { issue_ids: number[] }; Returns: Json };
      ledger_groups: { Args: { by?: string; filters?: Json }; Returns: Json };
      ledger_import_context: { Args: Record<PropertyKey, never>; Returns: Json };
      ledger_page: {
        Args: {
          after?: Json;
          descending?: boolean;
          filters?: Json;
          page_size?: number;
          sort?: string;
        };
        Returns: Json;
      };
      ledger_site_ids: { Args: { filters?: Json }; Returns: Json };
      list_activities: {
        Args: {
          area_id?: number;
          from_at: string;
          kind?: string;
          site_id?: number;
          to_at: string;
          unit_id?: number;
        };
        Returns: Json;
      };
      list_export_templates: { Args: Record<PropertyKey, never>; Returns: Json };
      list_imports: { Args: Record<PropertyKey, never>; Returns: Json };
      list_zones: { Args: Record<PropertyKey, never>; Returns: Json };
      mark_news_read: { Args: { up_to: number }; Returns: Json };
      merge_issue: {
        Args: {
          client_id: string;
          into_id?: number;
          issue_id: number;
          reason?: string;
          seen?: number;
        };
        Returns: Json;
      };
      merge_suggestions: { Args: { issue_id: number }; Returns: Json };
      monthly_report: { Args: { month: string }; Returns: Json };
      my_filters: { Args: Record<PropertyKey, never>; Returns: Json };
      my_news: { Args: { before?: number; page_size?: number }; Returns: Json };
      my_routes: { Args: { on_day?: string }; Returns: Json };
      my_work: { Args: Record<PropertyKey, never>; Returns: Json };
      office_settings: { Args: Record<PropertyKey, never>; Returns: Json };
      open_issue_points: { Args: { as_of?: string; filters?: Json }; Returns: Json };
      overdue_activities: { Args: Record<PropertyKey, never>; Returns: Json };
      pass_recheck: {
        Args: {
          client_id: string;
          issue_id: number;
          note?: string;
          photos?: number[];
          seen?: number;
        };
        Returns: Json;
      };
      patrol_policy: { Args: { team_id?: number }; Returns: Json };
      patrol_team: { Args: { team_id?: number }; Returns: Json };
      photo: { Args: { photo_id: number }; Returns: Json };
      photo_flags: { Args: { photo_ids: number[] }; Returns: Json };
      plan_activity: {
        Args: {
          area_id?: number;
          client_id: string;
          kind: string;
          note?: string;
          recurs?: string;
          site_id?: number;
          starts_at: string;
          unit_id?: number;
          until?: string;
        };
        Returns: Json;
      };
      plan_candidates: {
        Args: {
          days: number;
          from_day: string;
          geometry?: Json;
          hotspot_site_ids?: number[];
          policy?: Json;
          site_ids?: number[];
          team_id?: number;
          zone_id?: number;
        };
        Returns: Json;
      };
      plan_list: { Args: { team_id?: number }; Returns: Json };
      plan_of: { Args: { plan_id: number; version?: number }; Returns: Json };
      plan_progress: { Args: { plan_id: number; version?: number }; Returns: Json };
      problem_summary: { Args: { from_at: string; polygon: Json; to_at: string }; Returns: Json };
      publish_plan: { Args: { plan_id: number; revision: number }; Returns: Json };
      record_activity: {
        Args: {
          area_id?: number;
          client_id: string;
          held_at: string;
          kind?: string;
          note?: string;
          people?: number;
          photos?: number[];
          plan_id?: number;
          planned_at?: string;
          site_id?: number;
          unit_id?: number;
        };
        Returns: Json;
      };
      record_awareness: {
        Args: {
          asked_at?: string;
          client_id: string;
          good: number;
          note?: string;
          site_id: number;
          total: number;
        };
        Returns: Json;
      };
      record_stop: {
        Args: { at?: string; client_id: string; kind: string; reason?: string; stop_id: number };
        Returns: Json;
      };
      refuse_deferral: {
        Args: { client_id: string; issue_id: number; reason?: string; seen?: number };
        Returns: Json;
      };
      refuse_extension: {
        Args: { client_id: string; issue_id: number; reason?: string; seen?: number };
        Returns: Json;
      };
      reject_issue: {
        Args: { client_id: string; issue_id: number; reason?: string; seen?: number };
        Returns: Json;
      };
      relapse_issue: {
        Args: {
          client_id: string;
          issue_id: number;
          photos?: number[];
          reason?: string;
          seen?: number;
        };
        Returns: Json;
      };
      remove_leave: { Args: { leave_id: number }; Returns: Json };
      remove_shift: { Args: { shift_id: number }; Returns: Json };
      report_issue: {
        Args: {
          client_id: string;
          code: number;
          description?: string;
          fixed?: boolean;
          lat?: number;
          lon?: number;
          occurred_at?: string;
          photos?: number[];
          site_id?: number;
          source?: string;
          source_number?: string;
        };
        Returns: Json;
      };
      report_place: { Args: { lat: number; lon: number }; Returns: Json };
      request_deferral: {
        Args: {
          client_id: string;
          issue_id: number;
          reason?: string;
          seen?: number;
          until?: string;
        };
        Returns: Json;
      };
      request_extension: {
        Args: {
          client_id: string;
          issue_id: number;
          reason?: string;
          seen?: number;
          until?: string;
        };
        Returns: Json;
      };
      restore_activity: { Args: { activity_id: number }; Returns: Json };
      restore_activity_plan: { Args: { plan_id: number }; Returns: Json };
      restore_zone: { Args: { zone_id: number }; Returns: Json };
      resume_issue: {
        Args: { client_id: string; issue_id: number; reason?: string; seen?: number };
        Returns: Json;
      };
      return_issue: {
        Args: {
          client_id: string;
          issue_id: number;
          reason?: string;
          seen?: number;
          unit_id?: number;
        };
        Returns: Json;
      };
      rework_fix: {
        Args: {
          client_id: string;
          issue_id: number;
          photos?: number[];
          reason?: string;
          seen?: number;
        };
        Returns: Json;
      };
      road_network: {
        Args: { east?: number; north?: number; south?: number; west?: number };
        Returns: Json;
      };
      save_calendar_days: { Args: { days: Json }; Returns: Json };
      save_crew: { Args: { crew: Json }; Returns: Json };
      save_default_unit: {
        Args: { area_id?: number; code?: number; site_type?: string; unit_id?: number };
        Returns: Json;
      };
      save_edition: {
        Args: {
          base_id: number;
          changes?: Json;
          client_id: string;
          edition: string;
          in_force_from: string;
          note?: string;
          removed?: number[];
        };
        Returns: Json;
      };
      save_export_template: { Args: { base64: string; name: string }; Returns: Json };
      save_filter: { Args: { name: string; view: Json }; Returns: Json };
      save_hour_bands: { Args: { bands: Json }; Returns: Json };
      save_issue_word: {
        Args: { id: string; kind: string; name_en: string; name_zh: string };
        Returns: Json;
      };
      save_leave: { Args: { leave: Json }; Returns: Json };
      save_patrol_policy: {
        Args: { policy: Json; team_id?: number; version: number };
        Returns: Json;
      };
      save_plan: { Args: { plan: Json }; Returns: Json };
      save_shift: { Args: { shift: Json }; Returns: Json };
      save_working_hours: { Args: { hours: Json }; Returns: Json };
      save_zone: { Args: { zone: Json }; Returns: Json };
      search_places: { Args: { max_count?: number; query: string }; Returns: Json };
      site_activities: { Args: { site_id: number }; Returns: Json };
      site_card: { Args: { as_of?: string; site_id: number }; Returns: Json };
      site_history: {
        Args: { before?: string; kinds?: string[]; page_size?: number; site_id: number };
        Returns: Json;
      };
      site_import_context: { Args: Record<PropertyKey, never>; Returns: Json };
      site_names: { Args: { ids: number[] }; Returns: Json };
      site_shapes: {
        Args: { east: number; max_count?: number; north: number; south: number; west: number };
        Returns: Json;
      };
      start_issue: { Args: { client_id: string; issue_id: number; seen?: number }; Returns: Json };
      submit_fix: {
        Args: {
          client_id: string;
          issue_id: number;
          note?: string;
          photos?: number[];
          seen?: number;
        };
        Returns: Json;
      };
      submit_inspection: {
        Args: {
          client_id: string;
          finished_at: string;
          kind: string;
          note?: string;
          observations?: Json;
          site_id: number;
          started_at: string;
        };
        Returns: Json;
      };
      supervise_issue: {
        Args: { client_id: string; issue_id: number; reason?: string; seen?: number };
        Returns: Json;
      };
      talk_proposals: { Args: Record<PropertyKey, never>; Returns: Json };
      undo_import: { Args: { import_id: number }; Returns: Json };
      undo_ledger_import: { Args: { import_id: number }; Returns: Json };
      undo_site_import: { Args: { import_id: number }; Returns: Json };
      verify_fix: {
        Args: {
          client_id: string;
          issue_id: number;
          note?: string;
          photos?: number[];
          seen?: number;
        };
        Returns: Json;
      };
      waive_photo: {
        Args: { client_id: string; issue_id: number; reason?: string; seen?: number };
        Returns: Json;
      };
      whoami: { Args: Record<PropertyKey, never>; Returns: Json };
      withdraw_activity: { Args: { activity_id: number }; Returns: Json };
      withdraw_edition: { Args: { catalogue_id: number }; Returns: Json };
      withdraw_plan: { Args: { plan_id: number; revision: number }; Returns: Json };
      work_figures: {
        Args: { by?: string; filters?: Json; from_at: string; to_at: string };
        Returns: Json;
      };
      zone_statistics: { Args: { as_of?: string; geometry: Json }; Returns: Json };
    };
    Enums: {
      area_level: 'city' | 'district' | 'street' | 'community';
      clock_kind: 'urgent_hours' | 'working_hours' | 'working_days' | 'calendar_days';
      inspection_kind: 'routine' | 'staggered' | 'self' | 'supervision' | 'recheck' | 'mock';
      issue_event_kind:
        | 'reported'
        | 'fixed_on_the_spot'
        | 'accepted'
        | 'rejected'
        | 'merged'
        | 'assigned'
        | 'started'
        | 'returned'
        | 'extension_requested'
        | 'extension_granted'
        | 'extension_refused'
        | 'deferral_requested'
        | 'deferred'
        | 'deferral_refused'
        | 'resumed'
        | 'submitted'
        | 'verified'
        | 'rework'
        | 'recheck_scheduled'
        | 'recheck_passed'
        | 'relapsed'
        | 'supervised'
        | 'reminder'
        | 'warning'
        | 'yellow_card'
        | 'red_card'
        | 'commented'
        | 'photo_waived';
      issue_source: 'patrol' | 'self' | 'supervision' | 'hotline' | 'digital' | 'public';
      issue_state:
        | 'reported'
        | 'accepted'
        | 'rejected'
        | 'merged'
        | 'assigned'
        | 'in_progress'
        | 'returned'
        | 'deferred'
        | 'awaiting_check'
        | 'closed';
      member_role:
        | 'leader'
        | 'office'
        | 'department'
        | 'community'
        | 'sponsor'
        | 'patrol'
        | 'assessor'
        | 'owner';
      observation_result: 'pass' | 'fail' | 'not_applicable';
      rule_kind: 'pass_fail' | 'min_count' | 'max_count' | 'graded';
      site_status: 'compliant' | 'attention' | 'serious' | 'unknown';
      status_reason:
        | 'veto'
        | 'overdue'
        | 'low_score'
        | 'open_issue'
        | 'below_target'
        | 'never_inspected'
        | 'lapsed'
        | 'partial'
        | 'all_met';
      unit_kind: 'office' | 'department' | 'street' | 'community' | 'sponsor' | 'patrol';
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {
      area_level: ['city', 'district', 'street', 'community'],
      clock_kind: ['urgent_hours', 'working_hours', 'working_days', 'calendar_days'],
      inspection_kind: ['routine', 'staggered', 'self', 'supervision', 'recheck', 'mock'],
      issue_event_kind: [
        'reported',
        'fixed_on_the_spot',
        'accepted',
        'rejected',
        'merged',
        'assigned',
        'started',
        'returned',
        'extension_requested',
        'extension_granted',
        'extension_refused',
        'deferral_requested',
        'deferred',
        'deferral_refused',
        'resumed',
        'submitted',
        'verified',
        'rework',
        'recheck_scheduled',
        'recheck_passed',
        'relapsed',
        'supervised',
        'reminder',
        'warning',
        'yellow_card',
        'red_card',
        'commented',
        'photo_waived',
      ],
      issue_source: ['patrol', 'self', 'supervision', 'hotline', 'digital', 'public'],
      issue_state: [
        'reported',
        'accepted',
        'rejected',
        'merged',
        'assigned',
        'in_progress',
        'returned',
        'deferred',
        'awaiting_check',
        'closed',
      ],
      member_role: [
        'leader',
        'office',
        'department',
        'community',
        'sponsor',
        'patrol',
        'assessor',
        'owner',
      ],
      observation_result: ['pass', 'fail', 'not_applicable'],
      rule_kind: ['pass_fail', 'min_count', 'max_count', 'graded'],
      site_status: ['compliant', 'attention', 'serious', 'unknown'],
      status_reason: [
        'veto',
        'overdue',
        'low_score',
        'open_issue',
        'below_target',
        'never_inspected',
        'lapsed',
        'partial',
        'all_met',
      ],
      unit_kind: ['office', 'department', 'street', 'community', 'sponsor', 'patrol'],
    },
  },
} as const;
